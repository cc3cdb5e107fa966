import { partsIn, partSet, type PartName } from '#casework';
import type { Directory } from '#identity';
import type { EventId } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import type { Reader } from '../../api.js';
import { caseFactsOf, lesserOf } from '../../reading/narrow-for-a-person.js';
import { neverToReader, personFactsOn, policyReader, reviewsIn } from '../../reading/person-facts.js';
import { factsForOrganisation } from '../../timeline/facts-for-an-organisation.js';
import { givenBy } from '../../timeline/given.js';
import { caseFactsFrom, eventFactsFrom } from '../../timeline/what-an-organisation-may-have.js';
import type { StateAt } from '../replay/state-at.js';
import { knownCaseThen } from './reader-then.js';
import type { CaseId } from '#kernel';

/** What is decided about one event of a disclosure when it is decided again. */
export interface DecidedAgain {
  /** Parts that were handed over and would not be; empty where all of them would. */
  readonly notGivenNow: readonly PartName[];
  /** Whether the reader would be told of the event at all. */
  readonly visible: boolean;
  readonly decidedBy: readonly string[];
}

/** Decides once more what a reader was given of an event, from the state and under the policy of then. */
export const decideAgain = (
  state: StateAt,
  policy: SharingPolicy,
  reader: Reader,
  directory: Directory,
  caseId: CaseId,
  { event, parts }: { readonly event: EventId; readonly parts: readonly PartName[] },
): DecidedAgain => {
  const hidden: DecidedAgain = { notGivenNow: parts, visible: false, decidedBy: [] };
  const { organisation, function: agencyFunction } = reader.principal;
  const group = state.groupOf(caseId);
  const entry = group?.byId.get(event);
  if (group === undefined || entry === undefined) return hidden;
  const facts = factsForOrganisation(group, entry, organisation);
  const eventFacts = eventFactsFrom(facts.ofEvent);
  const has = givenBy(
    policy.entryForOrganisation(agencyFunction, caseFactsFrom(facts.ofCase), eventFacts, entry.present),
  );
  const known = knownCaseThen(group, facts.caseId, organisation);
  if (has === null || known === undefined) return hidden;
  const person = {
    ...personFactsOn(reader, directory, known),
    reviewing: reviewsIn(reader, known, facts.ofEvent.reviews),
    neverTo: neverToReader(reader, directory, facts.ofEvent.neverTo),
  };
  const decision = policy.entryForPerson(
    policyReader(reader, person),
    caseFactsOf(known),
    eventFacts,
    has.handed | has.named,
  );
  const told = lesserOf(has, decision);
  if (told === null) return hidden;
  return {
    visible: true,
    notGivenNow: partsIn(partSet(parts) & ~told.handed),
    decidedBy: told.decidedBy,
  };
};
