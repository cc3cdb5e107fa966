/**
 * Lets the work on one key wait for the work before it on the same key. Actions on one case that arrive together would
 * otherwise all decide on the same revision, and all but one would be refused by the log and decide again.
 */
export const oneAtATime = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    const before = last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
};
