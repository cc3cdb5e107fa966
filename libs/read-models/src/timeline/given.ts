import { partSet, type PartSet } from '#casework';
import type { EntryDecision, WithheldPart } from '#sharing-policy';

/** What is given of an event. Two that are equal are the same object, so a change is seen by looking once. */
export interface Given {
  readonly level: 'stub' | 'partial' | 'full';
  readonly handed: PartSet;
  readonly withheld: readonly WithheldPart[];
  /** The parts in `withheld`. */
  readonly named: PartSet;
  /** All of it as text for a column, e.g. `partial 3 police.told=not-shared`. */
  readonly text: string;
}

const known = new Map<string, Given>();

/** What a decision gives; null where it gives nothing at all. */
export const givenBy = ({ level, handed, withheld }: EntryDecision): Given | null =>
  level === 'none'
    ? null
    : given([level, handed, ...withheld.map(({ part, reason }) => `${part}=${reason}`)].join(' '));

/** The one object for a text. There are few: a level, and sets of parts that policies name together. */
export const given = (text: string): Given => {
  const before = known.get(text);
  if (before !== undefined) return before;
  const [level, handed, ...pairs] = text.split(' ');
  const withheld = pairs.map((pair) => {
    const [part, reason] = pair.split('=');
    return { part, reason } as WithheldPart;
  });
  const fresh: Given = {
    level: level as Given['level'],
    handed: Number(handed),
    withheld,
    named: partSet(withheld.map(({ part }) => part)),
    text,
  };
  known.set(text, fresh);
  return fresh;
};
