import type { PersonId } from '#kernel';
import type { CaseState } from '../case-state.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import type { Circumstances } from '../decision/proposal.js';
import { rule, type Rule } from '../decision/rule.js';
import {
  relationBelongsToTheAction,
  relationIsVisible,
  relationNamesTheRightType,
} from '../decision/rules-of-every-action/relations.js';
import { occurredBeforeRecorded, recordedAtNeverGoesBack } from '../decision/rules-of-every-action/time.js';
import type { ReviewState } from './board-review.js';
import {
  DecisionHistoryExported,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
} from './review-events.js';

/** What the rules of a review may ask beyond its own stream. */
export interface AroundReview extends Circumstances<CaseState> {
  /** Whether a person is enrolled, as a reviewer, at the board of whoever records. */
  readonly isReviewerOfTheBoard: (person: PersonId) => boolean;
}

type ReviewRule = Rule<ReviewState, CaseState, AroundReview>;

const reviewRule = (
  name: string,
  on: readonly EventDeclaration[],
  message: string,
  holds: ReviewRule['holds'],
): ReviewRule => rule<ReviewState, CaseState, AroundReview>(name, on, message, holds);

const peopleIn = (value: unknown): readonly PersonId[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const needsReviewers = reviewRule(
  'review-has-reviewers-of-its-board',
  [ReviewOpened],
  'A review has at least one reviewer, and every one of them is enrolled as a reviewer at the board that opens it.',
  (_review, { details }, { isReviewerOfTheBoard }) => {
    const reviewers = peopleIn(details.reviewers);
    return reviewers.length > 0 && reviewers.every(isReviewerOfTheBoard);
  },
);

const isNotClosed = reviewRule(
  'review-is-closed',
  [ReviewFindingRecorded, DecisionHistoryExported, ReviewClosed],
  'The review is closed, and takes nothing more.',
  ({ closedAt }) => closedAt === null,
);

const reviewerOfThisReview = reviewRule(
  'reviewer-is-of-the-review',
  [ReviewFindingRecorded, DecisionHistoryExported],
  'Only the reviewers that a review names record its findings and take exports of it.',
  ({ opened }, { recorder }) => opened?.reviewers.includes(recorder.person) ?? false,
);

export const reviewRules: readonly ReviewRule[] = [needsReviewers, isNotClosed, reviewerOfThisReview];

/** With those that hold of every event. */
export const everyReviewRule: readonly ReviewRule[] = [
  ...reviewRules,
  occurredBeforeRecorded,
  recordedAtNeverGoesBack,
  relationBelongsToTheAction,
  relationIsVisible,
  relationNamesTheRightType,
];
