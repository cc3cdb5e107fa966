import { noParts, partsIn, partSet, type PartName } from '#casework';
import { accepted, refused, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { EntryLevel, SharingPolicy, WithheldPart } from '#sharing-policy';
import { factsForOrganisation } from '../../timeline/facts-for-an-organisation.js';
import { caseFactsFrom, eventFactsFrom } from '../../timeline/what-an-organisation-may-have.js';
import type { ReviewedEvent } from '../record-under-review.js';
import { walk } from '../replay/state-at.js';
import type { MakeQuestion, ReviewContext } from '../reviewing.js';

export interface CounterfactualAsked {
  readonly agency: OrganisationId;
  readonly event: EventId;
  readonly at: Instant;
  readonly policyVersion: string;
}

/** What an agency has of an event under one policy. */
export interface DecidedUnderAPolicy {
  readonly policyVersion: string;
  readonly level: EntryLevel;
  /** Only parts of which this reviewer knows that the event has them. */
  readonly handed: readonly PartName[];
  readonly withheld: readonly WithheldPart[];
  /** The policies that decided, by id, sorted. */
  readonly decidedBy: readonly string[];
}

export interface Counterfactual {
  readonly event: ReviewedEvent;
  readonly agency: OrganisationId;
  readonly at: Instant;
  /** Whether anybody had recorded it by then; what nobody had recorded no policy could show. */
  readonly recorded: boolean;
  /** Under the policy that was in force then; null where it was not recorded, or none had been adopted. */
  readonly then: DecidedUnderAPolicy | null;
  /** Under the policy asked about, all else being as it was. */
  readonly under: DecidedUnderAPolicy | null;
  readonly differs: boolean;
}

const invalid = (field: string, message: string) =>
  refused({ code: 'INVALID_INPUT' as const, field, message });

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Whether an agency would have had an event at an instant under another version of the sharing agreement. */
export const counterfactualQuestion =
  (asked: CounterfactualAsked): MakeQuestion<Counterfactual> =>
  (context) => {
    const { record, ports, noSuchEvent } = context;
    const event = record.byId.get(asked.event);
    if (!instant.test(asked.at))
      return invalid('at', 'must be an instant in UTC with milliseconds, e.g. 2010-11-02T04:50:00.000Z');
    if (!record.agencies.has(asked.agency))
      return invalid('agency', 'must be an agency of the record under review');
    const other = ports.policies.byVersion(asked.policyVersion);
    if (other === undefined)
      return invalid('policyVersion', 'must be a version of the sharing policy that this software ships');
    if (event === undefined) return noSuchEvent(asked.event);
    const { then, under } = decided(context, event, asked, other);
    return accepted({
      parts: () => noParts,
      answer: () =>
        Promise.resolve({
          ...{ event, then, under, agency: asked.agency, at: asked.at },
          recorded: event.recordedAt <= asked.at,
          differs: then?.level !== under?.level || String(then?.handed) !== String(under?.handed),
        }),
    });
  };

const decided = (
  { history, ports, record }: ReviewContext,
  event: ReviewedEvent,
  { agency, at }: CounterfactualAsked,
  other: SharingPolicy,
): Pick<Counterfactual, 'then' | 'under'> => {
  const none = { then: null, under: null };
  const last = history.events.findLast(({ header }) => header.recordedAt <= at);
  if (last === undefined || event.recordedAt > at) return none;
  const { view, groupOf } = walk(history.events, ports.policies).upTo(last.position);
  const group = groupOf(event.caseId);
  const entry = group?.byId.get(event.eventId);
  const agencyFunction = view.functions.get(agency) ?? record.agencies.get(agency)?.function;
  if (group === undefined || entry === undefined || agencyFunction === undefined) return none;
  const { ofCase, ofEvent } = factsForOrganisation(group, entry, agency);
  const known = event.handed | partSet(event.withheld.map(({ part }) => part));
  const ask = (policy: SharingPolicy): DecidedUnderAPolicy => {
    const decision = policy.entryForOrganisation(
      agencyFunction,
      caseFactsFrom(ofCase),
      eventFactsFrom(ofEvent),
      entry.present,
    );
    return {
      policyVersion: policy.version,
      level: decision.level,
      handed: partsIn(decision.handed & known),
      withheld: decision.withheld.filter(({ part }) => (partSet([part]) & known) !== noParts),
      decidedBy: decision.decidedBy,
    };
  };
  return { then: view.policy === null ? null : ask(view.policy), under: ask(other) };
};
