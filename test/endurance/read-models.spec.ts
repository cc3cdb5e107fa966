/** Every person for every purpose that is theirs, every entry asked for by its id. */
await import('../non-interference/read-models.spec.js');
