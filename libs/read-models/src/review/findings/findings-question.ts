import { noParts, partSet, type PartSet } from '#casework';
import { derivedId } from '#kernel';
import type { ReviewedEvent, ReviewQuestion } from '../record-under-review.js';
import { definitions } from './definitions.js';
import type { Definition, Finding, Found, HeldThen } from './finding.js';
import { heldByOthers } from './held-by-others.js';
import { inquiryInto, type Inquiry } from './inquiry.js';

const partsByType = (all: readonly Definition[]): ReadonlyMap<string, PartSet> => {
  const parts = new Map<string, PartSet>();
  for (const { needs } of all) {
    for (const [type, names] of Object.entries(needs))
      parts.set(type, (parts.get(type) ?? noParts) | partSet(names));
  }
  return parts;
};

const findingFrom = ({ id, version, kind }: Definition, found: Found, held: readonly HeldThen[]): Finding => {
  const { key, heldAt: _asked, ...rest } = found;
  return { id: derivedId('finding', id, version, ...key), kind, definition: id, version, ...rest, held };
};

/** What others held, for everything found that asks for it. */
const heldFor = (inquiry: Inquiry, all: readonly Found[]): ReadonlyMap<Found, readonly HeldThen[]> => {
  const held = new Map<Found, readonly HeldThen[]>();
  const asking = all.flatMap((found) => (found.heldAt === null ? [] : [{ found, ...found.heldAt }]));
  inquiry.visitStates(asking, ({ found, concerned }, states) => {
    held.set(found, heldByOthers(inquiry.record, states, concerned));
  });
  return held;
};

/** By when it began, then by definition, then by id: the same record gives the same order. */
const inOrder = (a: Finding, b: Finding): number => {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  if (a.definition !== b.definition) return a.definition < b.definition ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

/** What some definitions find in the record. Opens coded parts alone: codes, outcomes and dates. */
export const questionOf = (asked: readonly Definition[]): ReviewQuestion<readonly Finding[]> => {
  const needed = partsByType(asked);
  const parts = ({ type, handed }: ReviewedEvent): PartSet => (needed.get(type ?? '') ?? noParts) & handed;
  return {
    parts,
    answer: async (record, open) => {
      const opened = await open(record.events.filter((event) => parts(event) !== noParts));
      const inquiry = inquiryInto(record, opened);
      const all = asked.flatMap((definition) =>
        [...definition.find(inquiry)].map((found) => ({ definition, found })),
      );
      const held = heldFor(
        inquiry,
        all.map(({ found }) => found),
      );
      return all
        .map(({ definition, found }) => findingFrom(definition, found, held.get(found) ?? []))
        .sort(inOrder);
    },
  };
};

/** Everything that the record itself tells: each finding says by which definition, and cites its events. */
export const findingsQuestion: ReviewQuestion<readonly Finding[]> = questionOf(definitions);
