/** Waits between attempts, in milliseconds. */
export interface BackOff {
  readonly least: number;
  readonly most: number;
}

export const usualBackOff: BackOff = { least: 200, most: 30_000 };

/**
 * How long to wait before the next attempt, after so many that failed: doubled each time, and anything between half of it
 * and the whole, so that the clients of a server that was away do not all come back at once.
 */
export const waitBefore = ({ least, most }: BackOff, failed: number, chance = Math.random()): number => {
  const whole = Math.min(most, least * 2 ** Math.min(failed, 30));
  return whole / 2 + (chance * whole) / 2;
};
