/** All of what a cluster may lose, with what `npm test` leaves out. */
await import('../cluster/failures-of-servers.spec.js');
