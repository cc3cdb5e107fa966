/** Many more requests, from a seed of their own. */
process.env.THROUGHLINE_REQUESTS ??= '5000';
await import('../non-interference/over-http.spec.js');
