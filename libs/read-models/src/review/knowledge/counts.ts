import type { OrganisationId } from '#kernel';
import {
  knowledgeStates,
  type KnowledgeState,
  type MomentOfKnowledge,
  type RecordUnderReview,
  type ReviewedEvent,
} from '../record-under-review.js';

export type StateCounts = Readonly<Record<KnowledgeState, number>>;

/** How many events of the record were in which state for an agency at a moment; a decision itself is not one of them. */
export const stateCounts = (
  { events, knowledge }: RecordUnderReview,
  agency: OrganisationId,
  moment: MomentOfKnowledge,
  except: ReviewedEvent | null,
): StateCounts => {
  const counts = Object.fromEntries(knowledgeStates.map((state) => [state, 0])) as Record<
    KnowledgeState,
    number
  >;
  for (const event of events) if (event !== except) counts[knowledge.stateOf(agency, event, moment)] += 1;
  return counts;
};
