import type { Clock, Instant } from '#kernel';

/** The clocks of two machines differ by a moment; within a stream the record must not go back by it. */
export const timeOfRecord = (clock: Clock, lastRecordedAt: Instant | null): Instant => {
  const now = clock.now();
  return lastRecordedAt !== null && lastRecordedAt > now ? lastRecordedAt : now;
};
