/** Many more pairs of histories, from a seed of their own. */
process.env.THROUGHLINE_PAIRS ??= '250';
process.env.THROUGHLINE_SEED ??= String(Math.trunc(Math.random() * 2 ** 31));
await import('../non-interference/no-trace.spec.js');
