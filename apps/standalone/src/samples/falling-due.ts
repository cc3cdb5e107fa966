import type { Instant } from '#kernel';

/** Something that comes to be so by itself; answers when it will again, later than now, or null where it will not. */
export type FallsDue = () => Promise<Instant | null>;

/**
 * What comes to be so by itself as the time of the stories passes: each at its own time, and not when somebody acts next.
 */
export const fallingDue = (setClock: (now: Instant) => void) => {
  const waiting = new Map<string, { readonly at: Instant; readonly act: FallsDue }>();
  const first = (until: Instant) =>
    [...waiting]
      .filter(([, { at }]) => at <= until)
      .sort(([, one], [, other]) => (one.at < other.at ? -1 : 1))[0];
  const expect = (key: string, at: Instant | null, act: FallsDue): void => {
    if (at === null) waiting.delete(key);
    else waiting.set(key, { at, act });
  };
  return {
    /** Says when something falls due, in the place of what was said of it before; null: not any more. */
    expect,
    /** Lets time pass. The clock stands at the last of what fell due, or where it was. */
    runUpTo: async (until: Instant): Promise<void> => {
      for (let next = first(until); next !== undefined; next = first(until)) {
        const [key, { at, act }] = next;
        setClock(at);
        expect(key, await act(), act);
      }
    },
  };
};
