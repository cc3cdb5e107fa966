import { hasPart, type PartSet } from '#casework';
import type { Directory } from '#identity';
import type { CaseId } from '#kernel';
import { type CaseFacts, type EntryLevel, type SharingPolicy, type WithheldPart } from '#sharing-policy';
import type { Reader, ToldLevel } from '../api.js';
import { given as givenFrom, type Given } from '../timeline/given.js';
import { factsFromText } from '../timeline/row.js';
import { standingFlags, toldToPolicy } from '../timeline/standing.js';
import { caseFactsFrom, caseFlags, eventFactsFrom } from '../timeline/what-an-organisation-may-have.js';
import type { KnownCase } from './moment.js';
import { neverToReader, personFactsOn, policyReader, reviewsIn, type RelatedTo } from './person-facts.js';

/** What a row tells of what its organisation has, and of the facts behind it. */
export interface RowFacts {
  readonly case_id: CaseId;
  readonly given: string;
  readonly facts: string;
}

/** What one person gets of an entry. */
export interface Narrowed {
  readonly level: ToldLevel;
  readonly handed: PartSet;
  readonly withheld: readonly WithheldPart[];
  readonly decidedBy: readonly string[];
}

export type Narrow = (row: RowFacts) => Narrowed | null;

/**
 * Narrows what the organisation has to what this person may have of it, for this purpose, now. It never widens: policy
 * is asked about the parts that the organisation's row gives or names, and the answer is cut to those.
 * @param related how the reader was related to the cases, where that is asked of another moment than now
 */
export const narrowFor = (
  reader: Reader,
  policy: SharingPolicy,
  directory: Directory,
  cases: readonly KnownCase[],
  related: ReadonlyMap<CaseId, RelatedTo> = relatedNow(reader, directory, cases),
): Narrow => {
  const known = new Map(cases.map((kase) => [kase.caseId, kase]));
  const decide: Narrow = (row) => {
    const person = related.get(row.case_id);
    if (person === undefined) return null;
    const kase = known.get(row.case_id);
    const organisation = givenFrom(row.given);
    const eventFacts = factsFromText(row.facts);
    const neverTo = neverToReader(reader, directory, eventFacts.neverTo);
    // Of an event outside the time that they review, a reviewer is none.
    const reviewing = reviewsIn(reader, kase, eventFacts.reviews);
    const decision = policy.entryForPerson(
      policyReader(reader, { ...person, reviewing, neverTo }),
      caseFactsOf(kase),
      eventFactsFrom(eventFacts),
      organisation.handed | organisation.named,
    );
    return lesserOf(organisation, decision);
  };
  // Most rows of a case are alike in all that decides.
  const decided = new Map<string, Narrowed | null>();
  return (row) => {
    const alike = `${row.case_id} ${row.given} ${row.facts}`;
    const before = decided.get(alike);
    if (before !== undefined) return before;
    const fresh = decide(row);
    decided.set(alike, fresh);
    return fresh;
  };
};

export const relatedNow = (
  reader: Reader,
  directory: Directory,
  cases: readonly KnownCase[],
): ReadonlyMap<CaseId, RelatedTo> =>
  new Map(cases.map((kase) => [kase.caseId, personFactsOn(reader, directory, kase)]));

/** How the organisation stands to a case, for the policy; as a stranger where it does not have it. */
export const caseFactsOf = (kase: KnownCase | undefined): CaseFacts =>
  caseFactsFrom(flagsForPolicy(kase?.flags ?? 0));

const flagsForPolicy = (flags: number): number =>
  toldToPolicy(flags) | ((flags & standingFlags.childMissing) !== 0 ? caseFlags.childMissing : 0);

/** What both give: of an entry the lower level, of its parts those in both. */
export const lesserOf = (
  organisation: Pick<Given, 'level' | 'handed' | 'withheld'>,
  person: {
    readonly level: EntryLevel;
    readonly handed: PartSet;
    readonly withheld: readonly WithheldPart[];
    readonly decidedBy: readonly string[];
  },
): Narrowed | null => {
  const { decidedBy } = person;
  if (person.level === 'none') return null;
  if (organisation.level === 'stub' || person.level === 'stub') {
    return { level: 'stub', handed: 0, withheld: [], decidedBy };
  }
  const withheld = [
    ...person.withheld,
    // What the person could have and the organisation was not given is named, if it was named to the organisation.
    ...organisation.withheld.filter(({ part }) => hasPart(person.handed, part)),
  ].sort((a, b) => (a.part < b.part ? -1 : 1));
  return {
    level: withheld.length > 0 ? 'partial' : 'full',
    handed: organisation.handed & person.handed,
    withheld,
    decidedBy,
  };
};
