/** Many more pairs of histories, from a seed of their own. */
process.env.THROUGHLINE_PAIRS ??= '250';
await import('../non-interference/no-trace.spec.js');
