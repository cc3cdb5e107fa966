const first = 50;
const longest = 5_000;

/**
 * Milliseconds to wait before the next attempt, in full jitter: whoever lost the same server at the same moment must
 * not come back at the same moment (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export const backOff = (failures: number): number =>
  Math.random() * Math.min(longest, first * 2 ** Math.min(failures, 20));
