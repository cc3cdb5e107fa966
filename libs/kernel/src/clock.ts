/** An instant in UTC with milliseconds: `2010-11-02T04:50:00.000Z`. Two compare as text. */
export type Instant = string;

/** Where "now" comes from. Tests and the sample cases bring the clock of their story. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands where it was last set. */
export interface StoryClock extends Clock {
  setTo(instant: Instant): void;
}

export const storyClock = (start: Instant): StoryClock => {
  let current = start;
  return {
    now: () => current,
    setTo: (instant) => {
      current = instant;
    },
  };
};
