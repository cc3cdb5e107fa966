/** Many more requests, from a seed of their own. */
process.env.THROUGHLINE_REQUESTS ??= '5000';
process.env.THROUGHLINE_SEED ??= String(Math.trunc(Math.random() * 2 ** 31));
await import('../non-interference/over-http.spec.js');
