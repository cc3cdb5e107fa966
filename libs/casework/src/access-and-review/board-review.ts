import {
  parseOccurred,
  type CaseId,
  type EventId,
  type Instant,
  type OrganisationId,
  type PersonId,
} from '#kernel';
import type { FieldProblem } from '../validation/validate-details.js';
import type { EventHeader } from '../vocabulary/event-header.js';
import { ReviewClosed, ReviewOpened } from './review-events.js';

/** What a review looks at. */
export interface ReviewScope {
  readonly cases: readonly CaseId[];
  /** Extended Date/Time Format. */
  readonly from: string;
  /** Extended Date/Time Format. */
  readonly until: string;
}

/** A review as its board opened it. */
export interface OpenedReview {
  readonly event: EventId;
  readonly board: OrganisationId;
  readonly reviewers: readonly PersonId[];
  readonly scope: ReviewScope;
}

/** What is known of one review, from the headers of its stream alone. */
export interface ReviewState {
  /** Null before it is opened. */
  readonly opened: OpenedReview | null;
  readonly closedAt: Instant | null;
  readonly lastRecordedAt: Instant | null;
}

export const noReview: ReviewState = { opened: null, closedAt: null, lastRecordedAt: null };

const textIn = ({ concerns }: EventHeader, field: string): string => {
  const value = concerns[field];
  return typeof value === 'string' ? value : '';
};
const textsIn = ({ concerns }: EventHeader, field: string): readonly string[] => {
  const value = concerns[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

/** What is known of a review after one more event of its stream. */
export const evolveReview = (state: ReviewState, header: EventHeader): ReviewState => {
  const dated = { ...state, lastRecordedAt: header.recordedAt };
  switch (header.type) {
    case ReviewOpened.type: {
      const scope = {
        cases: textsIn(header, 'cases'),
        from: textIn(header, 'from'),
        until: textIn(header, 'until'),
      };
      const reviewers = textsIn(header, 'reviewers');
      return { ...dated, opened: { event: header.id, board: textIn(header, 'board'), reviewers, scope } };
    }
    case ReviewClosed.type:
      return { ...dated, closedAt: header.recordedAt };
    default:
      return dated;
  }
};

/** What is wrong with the scope of a review, by field: it needs a case, and a time that goes forward. */
export const problemsOfScope = ({ cases, from, until }: ReviewScope): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (cases.length === 0)
    problems.push({ field: 'cases', problem: 'needs a case: a review looks at some case' });
  if (new Set(cases).size < cases.length) problems.push({ field: 'cases', problem: 'names a case twice' });
  const [begins, ends] = [parseOccurred(from), parseOccurred(until)];
  if (!begins.ok || !ends.ok) return problems;
  if (ends.value.latest === null)
    problems.push({ field: 'until', problem: 'needs an end: the time in scope cannot be open' });
  else if (ends.value.latest < begins.value.earliest)
    problems.push({ field: 'until', problem: 'lies before the beginning of the time in scope' });
  return problems;
};
