import { agencyFunctions, noParts, type AgencyFunction, type PartSet } from '#casework';
import type { CaseFacts, EventFacts, SharingPolicy } from '#sharing-policy';
import { givenBy, type Given } from './given.js';
import type { FactsOfEvent } from './row.js';

/*
 * Sharing policy is asked in booleans and sets of parts. A view asks it for every event and organisation, so here the
 * same facts are bits of a few numbers, and the same question is asked once.
 */

export const eventFlags = {
  own: 1,
  ageResult: 2,
  recorderAndBoardOnly: 4,
  addressed: 8,
  covert: 16,
  outsideReleasable: 32,
  neverToOrganisation: 64,
  disputedLink: 128,
} as const;

export const caseFlags = {
  onCase: 1,
  responsible: 2,
  childMissing: 4,
  reviewInScope: 8,
  emergency: 16,
} as const;

export const eventFactsFrom = (facts: FactsOfEvent): EventFacts => ({
  own: (facts.flags & eventFlags.own) !== 0,
  ageResult: (facts.flags & eventFlags.ageResult) !== 0,
  recorderAndBoardOnly: (facts.flags & eventFlags.recorderAndBoardOnly) !== 0,
  addressed: (facts.flags & eventFlags.addressed) !== 0,
  disclosed: facts.disclosed,
  covert: (facts.flags & eventFlags.covert) !== 0,
  outsideReleasable: (facts.flags & eventFlags.outsideReleasable) !== 0,
  originatorHolds: facts.held,
  neverToOrganisation: (facts.flags & eventFlags.neverToOrganisation) !== 0,
  notForImmigration: facts.notForImmigration,
  disputedLink: (facts.flags & eventFlags.disputedLink) !== 0,
});

export const caseFactsFrom = (flags: number): CaseFacts => ({
  onCase: (flags & caseFlags.onCase) !== 0,
  responsible: (flags & caseFlags.responsible) !== 0,
  childMissing: (flags & caseFlags.childMissing) !== 0,
  reviewInScope: (flags & caseFlags.reviewInScope) !== 0,
  emergency: (flags & caseFlags.emergency) !== 0,
});

/** What any person of the organisation could have of an event: the most that its view may hold. */
export type MayHave = (
  agency: AgencyFunction,
  ofCase: number,
  facts: FactsOfEvent,
  present: PartSet,
) => Given | null;

/** So many distinct questions are kept; the product's own sample cases ask some hundreds. */
const mostKept = 200_000;

/**
 * Asks this policy, each question once. It throws `CannotDecide` where the policy cannot decide, and keeps nothing of
 * that: what is not decided is not written, and is asked again.
 */
export const whatAnOrganisationMayHave = (policy: SharingPolicy): MayHave => {
  // Two numbers hold all of a question. Functions are 4 bits wide, flags of a case 5 and of an event 8, sets of parts 20:
  // neither number has more than 49 bits, of the 53 that one holds exactly.
  const answers = new Map<number, Map<number, Given | null>>();
  let kept = 0;
  return (agency, ofCase, facts, present) => {
    const first = agencyFunctions.indexOf(agency) + ofCase * 2 ** 4 + present * 2 ** 9 + facts.held * 2 ** 29;
    const second = facts.flags + facts.disclosed * 2 ** 8 + facts.notForImmigration * 2 ** 28;
    let some = answers.get(first);
    const known = some?.get(second);
    if (known !== undefined) return known;
    const eventFacts = eventFactsFrom(facts);
    const answer = givenBy(policy.entryForOrganisation(agency, caseFactsFrom(ofCase), eventFacts, present));
    if (kept >= mostKept) {
      answers.clear();
      some = undefined;
      kept = 0;
    }
    if (some === undefined) answers.set(first, (some = new Map<number, Given | null>()));
    some.set(second, answer);
    kept += 1;
    return answer;
  };
};

/** Before any policy was adopted nobody has anything. */
export const nothing: MayHave = () => null;

export const noFacts: FactsOfEvent = {
  flags: 0,
  disclosed: noParts,
  held: noParts,
  notForImmigration: noParts,
  neverTo: [],
  reviews: [],
};
