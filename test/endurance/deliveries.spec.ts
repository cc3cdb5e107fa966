/** Everybody of every organisation, by every way of delivery. */
await import('../non-interference/deliveries.spec.js');
