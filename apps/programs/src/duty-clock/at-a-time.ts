/**
 * Does something with each item, some of them beside one another, in their order. Where the signal aborts nothing more is
 * begun; the answers are those of what was.
 */
export const atATime = async <Item, Answer>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
  signal: AbortSignal,
): Promise<readonly Answer[]> => {
  const waiting = items.values();
  const answers: Answer[] = [];
  const one = async (): Promise<void> => {
    for (const item of waiting) {
      if (signal.aborted) return;
      answers.push(await work(item));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one));
  return answers;
};
