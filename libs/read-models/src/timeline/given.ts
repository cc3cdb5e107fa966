import { partSet, type PartSet } from '#casework';
import type { EntryDecision, WithheldPart } from '#sharing-policy';

/** What is given of an event. Two that are equal are the same object, so a change is seen by looking once. */
export interface Given {
  readonly level: 'stub' | 'partial' | 'full';
  readonly handed: PartSet;
  readonly withheld: readonly WithheldPart[];
  /** The parts in `withheld`. */
  readonly named: PartSet;
  /** `withheld` as text for a column. */
  readonly withheldText: string;
}

const known = new Map<string, Given>();

/** What a decision gives; null where it gives nothing at all. */
export const givenBy = ({ level, handed, withheld }: EntryDecision): Given | null =>
  level === 'none' ? null : given(level, handed, withheldAsText(withheld));

/** The one object for these values. There are few: a level, and sets of parts that policies name together. */
export const given = (level: Given['level'], handed: PartSet, withheldText: string): Given => {
  const key = `${level} ${handed} ${withheldText}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const withheld = withheldFromText(withheldText);
  const fresh: Given = {
    level,
    handed,
    withheld,
    named: partSet(withheld.map(({ part }) => part)),
    withheldText,
  };
  known.set(key, fresh);
  return fresh;
};

const withheldAsText = (withheld: readonly WithheldPart[]): string =>
  withheld.map(({ part, reason }) => `${part}=${reason}`).join(' ');

const withheldFromText = (text: string): readonly WithheldPart[] =>
  text === ''
    ? []
    : text.split(' ').map((pair) => {
        const [part, reason] = pair.split('=');
        return { part, reason } as WithheldPart;
      });
