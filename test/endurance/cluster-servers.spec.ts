/** All of what a cluster may lose, with what `npm test` leaves out. */
process.env.THROUGHLINE_ENDURANCE ??= '1';
await import('../cluster/failures-of-servers.spec.js');
