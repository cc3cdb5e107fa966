/** Every person for every purpose that is theirs, every entry asked for by its id. */
process.env.THROUGHLINE_ENDURANCE ??= '1';
await import('../non-interference/read-models.spec.js');
