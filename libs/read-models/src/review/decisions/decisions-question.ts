import { hasPart, noParts, partName, partSet, type PartSet } from '#casework';
import { accepted, type EventId, type OrganisationId, type PersonId } from '#kernel';
import type { Page, TimelineCursor } from '../../api.js';
import type { Details } from '../../reading/opening.js';
import { validPage } from '../../reading/timeline-query.js';
import { stateCounts, type StateCounts } from '../knowledge/counts.js';
import { isUncertain } from '../knowledge/dates.js';
import { momentOf } from '../knowledge/moment-of-a-decision.js';
import { pageOf, presentedPage, type ReviewPageAsked } from '../paging.js';
import type { MomentOfKnowledge, RecordUnderReview, ReviewedEvent } from '../record-under-review.js';
import type { MakeQuestion } from '../reviewing.js';

export interface DecisionsAsked extends ReviewPageAsked {
  /** Only those of this agency. */
  readonly agency?: OrganisationId;
}

export interface ReliedOnByWord {
  readonly organisation: string;
  readonly said: string;
}

/** One code or date of what was decided. A list is one for each of its values. */
export interface Outcome {
  readonly field: string;
  readonly value: string;
}

/** A decision as the record has it; what this reviewer may not have is null. */
export interface DecisionUnderReview {
  readonly event: ReviewedEvent;
  readonly decidedBy: {
    readonly organisation: OrganisationId;
    readonly person: PersonId | null;
    readonly role: string | null;
  };
  readonly rationale: string | null;
  readonly options: readonly string[] | null;
  readonly dissent: string | null;
  /** The recorded events that it says that it relied on, of those that this reviewer has. */
  readonly reliedOn: readonly EventId[];
  readonly reliedOnByWord: readonly ReliedOnByWord[] | null;
  readonly outcome: readonly Outcome[];
  readonly dateUncertain: boolean;
  readonly moment: MomentOfKnowledge;
  /** How every other event stood for the deciding agency at that moment. */
  readonly states: StateCounts;
}

/** What a decision says of itself: who may have it reads why it was taken. */
const partsOfADecision: PartSet = partSet([partName('core', 'coded'), partName('core', 'told')]);

export const isDecision = ({ declaration }: ReviewedEvent): boolean => declaration?.decision === true;

/** The decisions of the record in the order of the record, each with what the deciding agency knew at its moment. */
export const decisionsQuestion =
  (asked: DecisionsAsked): MakeQuestion<Page<DecisionUnderReview, TimelineCursor>> =>
  ({ record }) => {
    const valid = validPage(asked.first, true);
    if (!valid.ok) return valid;
    const { agency } = asked;
    const all = record.events.filter(
      (event) => isDecision(event) && (agency === undefined || event.organisation === agency),
    );
    const { shown, hasNextPage } = pageOf(all, asked);
    const onPage = new Set(shown);
    return accepted({
      parts: (event) => (onPage.has(event) ? partsOfADecision : noParts),
      answer: async (_record, open) => {
        const details = await open(shown);
        return presentedPage(shown, hasNextPage, (event) =>
          decisionFrom(record, event, details.get(event.eventId) ?? {}),
        );
      },
    });
  };

const decisionFrom = (
  record: RecordUnderReview,
  event: ReviewedEvent,
  details: Details,
): DecisionUnderReview => {
  const moment = momentOf(event);
  const told = hasPart(event.handed, partName('core', 'told'));
  return {
    event,
    decidedBy: { organisation: event.organisation, person: event.person, role: event.role },
    rationale: told ? ((details.rationale as string | undefined) ?? null) : null,
    options: told ? ((details.optionsConsidered as readonly string[] | undefined) ?? []) : null,
    dissent: (details.dissent as string | undefined) ?? null,
    reliedOn: event.relations.filter(({ kind }) => kind === 'reliesOn').map(({ eventId }) => eventId),
    reliedOnByWord: told ? ((details.reliedOnByWord as readonly ReliedOnByWord[] | undefined) ?? []) : null,
    outcome: outcomeFrom(event, details),
    dateUncertain: isUncertain(event.occurred),
    moment,
    states: stateCounts(record, event.organisation, moment, event),
  };
};

/** Its codes and dates, in the order in which the type declares them. */
const outcomeFrom = ({ declaration }: ReviewedEvent, details: Details): readonly Outcome[] =>
  Object.entries(declaration?.fields ?? {}).flatMap(([field, { category, grade }]) => {
    const value = details[field];
    if (category !== 'core' || grade !== 'coded' || value === undefined || value === null) return [];
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value])
      .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
      .map((one) => ({ field, value: String(one) }));
  });
