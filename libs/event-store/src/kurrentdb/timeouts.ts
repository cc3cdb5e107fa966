export interface Timeouts {
  /** How long one request may go without an answer before it counts as lost. */
  readonly answerMilliseconds: number;
  /** How long a read, an append or the opening is tried again before the caller is told. */
  readonly patienceMilliseconds: number;
}

export const usualTimeouts: Timeouts = { answerMilliseconds: 5_000, patienceMilliseconds: 15_000 };

/** Looks like the client's own error for the same thing, so that both are understood in one place. */
class NoAnswerInTime extends Error {
  override readonly name = 'NoAnswerInTime';
  readonly type = 'deadline-exceeded';
}

/** The batch path and the reads have no deadline of their own. What comes too late is dropped. */
export const withinTime = <Answer>(work: Promise<Answer>, milliseconds: number): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswerInTime('No answer came in time.')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
