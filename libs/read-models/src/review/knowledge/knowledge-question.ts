import { noParts } from '#casework';
import { accepted, refused, type EventId, type Instant, type OrganisationId } from '#kernel';
import type { Page, TimelineCursor } from '../../api.js';
import { validPage } from '../../reading/timeline-query.js';
import { pageOf, presentedPage, type ReviewPageAsked } from '../paging.js';
import type { KnowledgeState, MomentOfKnowledge, ReviewedEvent } from '../record-under-review.js';
import type { MakeQuestion } from '../reviewing.js';
import { stateCounts, type StateCounts } from './counts.js';
import { isUncertain } from './dates.js';
import { momentOf } from './moment-of-a-decision.js';

export interface KnowledgeAsked extends ReviewPageAsked {
  /** The agency that decided, where a decision is asked about and no agency is named. */
  readonly agency?: OrganisationId;
  /** At an instant, or at the moment of a decision: one of the two. */
  readonly asOf?: Instant;
  readonly decision?: EventId;
  /** Only events in one of these; all unless told. */
  readonly states?: readonly KnowledgeState[];
}

/** What an agency had of one event at the moment asked about. */
export interface KnownEvent {
  readonly event: ReviewedEvent;
  readonly state: KnowledgeState;
  /** It is not known on which day it happened, so it counts as occurred from the last instant on at which it may have. */
  readonly dateUncertain: boolean;
}

export interface KnowledgeOfAnAgency {
  readonly agency: OrganisationId;
  readonly moment: MomentOfKnowledge;
  readonly counts: StateCounts;
  readonly events: Page<KnownEvent, TimelineCursor>;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const invalid = (field: string, message: string) =>
  refused({ code: 'INVALID_INPUT' as const, field, message });

/** What an agency knew at an instant, or when a decision was taken: the counts of states first, then the events in them. */
export const knowledgeQuestion =
  (asked: KnowledgeAsked): MakeQuestion<KnowledgeOfAnAgency> =>
  ({ record, noSuchEvent }) => {
    const { asOf, decision: decisionId } = asked;
    const page = validPage(asked.first, false);
    if (!page.ok) return page;
    if ((asOf === undefined) === (decisionId === undefined))
      return invalid('asOf', 'must be given, or a decision, and not both');
    if (asOf !== undefined && !instant.test(asOf))
      return invalid('asOf', 'must be an instant in UTC with milliseconds, e.g. 2010-11-02T04:50:00.000Z');
    const decision = decisionId === undefined ? null : (record.byId.get(decisionId) ?? null);
    if (decisionId !== undefined && decision?.declaration?.decision !== true) return noSuchEvent(decisionId);
    const agency = asked.agency ?? decision?.organisation;
    if (agency === undefined || !record.agencies.has(agency))
      return invalid('agency', 'must be an agency of the record under review');
    const moment = decision === null ? { at: asOf!, before: null } : momentOf(decision);
    const stateOf = (event: ReviewedEvent) => record.knowledge.stateOf(agency, event, moment);
    const { states } = asked;
    const chosen = record.events.filter(
      (event) => event !== decision && (states === undefined || states.includes(stateOf(event))),
    );
    const { shown, hasNextPage } = pageOf(chosen, asked);
    return accepted({
      parts: () => noParts,
      answer: () =>
        Promise.resolve({
          agency,
          moment,
          counts: stateCounts(record, agency, moment, decision),
          events: presentedPage(shown, hasNextPage, (event) => ({
            event,
            state: stateOf(event),
            dateUncertain: isUncertain(event.occurred),
          })),
        }),
    });
  };
