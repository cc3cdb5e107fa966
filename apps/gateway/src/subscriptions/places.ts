import type { Principal } from '#identity';

/** How many of something may be open at once. */
export interface MostAtOnce {
  readonly subject: number;
  readonly organisation: number;
}

/** Gives a place to a person, and the function that gives it back; undefined where they or their organisation have too many. */
export type TakePlace = (who: Pick<Principal, 'person' | 'organisation'>) => (() => void) | undefined;

/** Counted by subject and by organisation, as requests are, so that nobody takes what the others need. */
export const places = (most: MostAtOnce): TakePlace => {
  const taken = new Map<string, number>();
  const change = (key: string, by: 1 | -1): void => {
    const count = (taken.get(key) ?? 0) + by;
    if (count === 0) taken.delete(key);
    else taken.set(key, count);
  };
  return ({ person, organisation }) => {
    const subject = JSON.stringify([organisation, person]);
    const whole = JSON.stringify([organisation]);
    if ((taken.get(subject) ?? 0) >= most.subject) return undefined;
    if ((taken.get(whole) ?? 0) >= most.organisation) return undefined;
    for (const key of [subject, whole]) change(key, 1);
    let given = true;
    return () => {
      if (!given) return;
      given = false;
      for (const key of [subject, whole]) change(key, -1);
    };
  };
};
