/**
 * Does something for so long at the most: then, or when `ending` aborts, its signal does. The timer holds its own controller,
 * as `AbortSignal.timeout` beneath `AbortSignal.any` is collected in Node.js 20, and then never aborts.
 */
export const within = async <Answer>(
  milliseconds: number,
  ending: AbortSignal | null,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  try {
    return await work(ending === null ? deadline.signal : AbortSignal.any([ending, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
};
