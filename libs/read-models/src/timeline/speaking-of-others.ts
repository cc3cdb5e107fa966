import type { Relation } from '#casework';
import type { Entry } from './entry.js';
import type { Group } from './group.js';

/*
 * An event that is about, corrects, withdraws or discloses another speaks of it: that it exists, and in its own words
 * what it says. So it is hidden from whomever the other one must never reach.
 */

/**
 * What somebody rests a decision on is told by a relation, which is left out for whoever must not know of it; only an
 * event that says nothing else speaks of it. And how old a child was found to be is hidden by nothing but its own
 * handling, for nobody may see the convenient determination alone.
 */
const speaks = ({ type, ageResult }: Entry, { kind }: Relation): boolean =>
  !ageResult && (kind !== 'reliesOn' || type === 'RelianceRecorded');

/** The events that an event speaks of, and those that they speak of in turn. */
export const spokenOfBy = (group: Group, entry: Entry): readonly Entry[] =>
  allFrom([entry], (one) =>
    one.relations
      .filter((relation) => speaks(one, relation))
      .map(({ event }) => group.byId.get(event))
      .filter((other) => other !== undefined),
  ).slice(1);

/** Some events with those that speak of them, which are to be decided anew where they are. */
export const withThoseSpeakingOf = (group: Group, entries: readonly Entry[]): readonly Entry[] =>
  allFrom(entries, ({ id }) =>
    (group.namedBy.get(id) ?? []).filter((one) =>
      one.relations.some((relation) => relation.event === id && speaks(one, relation)),
    ),
  );

const none: readonly Entry[] = [];

const allFrom = (first: readonly Entry[], next: (entry: Entry) => readonly Entry[]): readonly Entry[] => {
  if (first.every((one) => next(one).length === 0)) return first.length === 0 ? none : first;
  const found = new Set(first);
  for (const one of found) for (const other of next(one)) found.add(other);
  return [...found];
};

/** The events that an event corrects: it must not tell of one part what that one does not. */
export const correctedBy = (group: Group, { relations }: Entry): readonly Entry[] =>
  relations
    .filter(({ kind }) => kind === 'corrects')
    .map(({ event }) => group.byId.get(event))
    .filter((other) => other !== undefined);
