import { partsIn, partSet, type PartName } from '#casework';
import type { Directory } from '#identity';
import type { CaseId, EventId, Instant } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import type { Reader } from '../../api.js';
import { narrowFor } from '../../reading/narrow-for-a-person.js';
import { factsForOrganisation } from '../../timeline/facts-for-an-organisation.js';
import { givenBy } from '../../timeline/given.js';
import { factsAsText } from '../../timeline/row.js';
import { caseFactsFrom, eventFactsFrom } from '../../timeline/what-an-organisation-may-have.js';
import type { StateAt } from '../replay/state-at.js';
import { knownCaseThen } from './reader-then.js';

/** What is decided about one event of a disclosure when it is decided again. */
export interface DecidedAgain {
  /** Parts that were handed over and would not be; empty where all of them would. */
  readonly notGivenNow: readonly PartName[];
  /** Whether the reader would be told of the event at all. */
  readonly visible: boolean;
  readonly decidedBy: readonly string[];
}

export interface DecidedFrom {
  readonly state: StateAt;
  readonly policy: SharingPolicy;
  readonly reader: Reader;
  readonly directory: Directory;
  readonly caseId: CaseId;
  /** When the reader asked. */
  readonly at: Instant;
}

/** Decides once more what a reader was given of an event, from the state and under the policy of then. */
export const decideAgain = (
  { state, policy, reader, directory, caseId, at }: DecidedFrom,
  { event, parts }: { readonly event: EventId; readonly parts: readonly PartName[] },
): DecidedAgain => {
  const hidden: DecidedAgain = { notGivenNow: parts, visible: false, decidedBy: [] };
  const { organisation, function: agencyFunction } = reader.principal;
  const group = state.groupOf(caseId);
  const entry = group?.byId.get(event);
  if (group === undefined || entry === undefined) return hidden;
  const facts = factsForOrganisation(group, entry, organisation);
  const has = givenBy(
    policy.entryForOrganisation(
      agencyFunction,
      caseFactsFrom(facts.ofCase),
      eventFactsFrom(facts.ofEvent),
      entry.present,
    ),
  );
  const known = knownCaseThen(group, facts.caseId, organisation, at);
  if (has === null || known === undefined) return hidden;
  const told = narrowFor(reader, policy, directory, [known])({
    case_id: facts.caseId,
    given: has.text,
    facts: factsAsText(facts.ofEvent),
  });
  if (told === null) return hidden;
  return {
    visible: true,
    notGivenNow: partsIn(partSet(parts) & ~told.handed),
    decidedBy: told.decidedBy,
  };
};
