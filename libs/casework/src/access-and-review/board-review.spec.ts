import { describe, expect, it } from '@jest/globals';
import {
  about,
  anotherCase,
  board,
  by,
  childsCase,
  corrects,
  headerOf,
  inTheRoleOf,
  minutesIn,
  organisationOf,
  personOf,
  proposalOf,
  type Act,
} from '../story.fixture.js';
import { CaseOpened } from '../intake/case-management-events.js';
import { lantern } from '../story.fixture.js';
import { evolveReview, noReview, problemsOfScope } from './board-review.js';
import { decideReview } from './decide-oversight.js';
import { ReviewClosed, ReviewFindingRecorded, ReviewOpened } from './review-events.js';

const reviewer = personOf(board, 'reviewer');
const scope = { cases: [childsCase, anotherCase], from: '2004', until: '2011' };
const opening = (reviewers: readonly string[] = [reviewer]) =>
  by(board, ReviewOpened, { ...scope, board: board.id, reviewers }, inTheRoleOf('board-manager'));
const finding = by(board, ReviewFindingRecorded, {}, inTheRoleOf('reviewer'));
const closing = by(board, ReviewClosed, scope, inTheRoleOf('board-manager'));
const seen = by(lantern, CaseOpened);

const given = (...acts: readonly Act[]) => ({
  when: (act: Act, person = reviewer) => {
    const review = acts
      .map((one, minute) => headerOf(one, minutesIn(minute), 'review', null))
      .reduce(evolveReview, noReview);
    const proposal = proposalOf(act, minutesIn(acts.length));
    const decision = decideReview(
      review,
      { ...proposal, recorder: { ...proposal.recorder, person } },
      {
        known: (id) => (id === seen.id ? headerOf(seen, minutesIn(0), 'case', childsCase) : undefined),
        linked: [],
        named: new Map(),
        functionOf: () => undefined,
        organisationOf,
        isReviewerOfTheBoard: (id) => organisationOf(id) === board.id && !id.startsWith('manager'),
      },
    );
    return decision.ok ? decision.value.map(({ declaration }) => declaration.type) : decision.reason.rule;
  },
});

describe('opening a review', () => {
  it('names reviewers who are enrolled as such at the board', () => {
    expect(given().when(opening())).toEqual(['ReviewOpened']);
  });

  it.each([
    ['nobody', []],
    ['somebody of another organisation', [reviewer, personOf(lantern)]],
    ['somebody of the board who is no reviewer', [personOf(board, 'manager')]],
    ['somebody who is enrolled nowhere', ['nobody-at-all']],
  ])('is refused where it names %s', (_who, reviewers) => {
    expect(given().when(opening(reviewers))).toBe('review-has-reviewers-of-its-board');
  });

  it.each([
    ['cases', { ...scope, cases: [] }],
    ['cases', { ...scope, cases: [childsCase, childsCase] }],
    ['until', { ...scope, from: '2011-05', until: '2011-04-30' }],
    ['until', { ...scope, until: '2004/..' }],
  ])('has a mistake in the field %s', (field, wrong) => {
    expect(problemsOfScope(wrong)).toEqual([{ field, problem: expect.any(String) }]);
  });

  it.each([
    scope,
    { ...scope, from: '2011', until: '2011' },
    { ...scope, from: '2011-04-30', until: '2011-04' },
  ])('has no mistake in the scope %j', (right) => {
    expect(problemsOfScope(right)).toEqual([]);
  });
});

describe('a review that is open', () => {
  it('takes findings of the reviewers that it names, and of nobody else', () => {
    expect(given(opening()).when(finding)).toEqual(['ReviewFindingRecorded']);
    expect(given(opening()).when(finding, personOf(board, 'another-reviewer'))).toBe(
      'reviewer-is-of-the-review',
    );
  });

  it('takes findings about what the reviewer can see, and refuses what is hidden as what never was', () => {
    const aboutIt = (event: Pick<Act, 'id'>) => by(board, ReviewFindingRecorded, {}, about(event));
    expect(given(opening()).when(aboutIt(seen))).toEqual(['ReviewFindingRecorded']);
    expect(given(opening()).when(aboutIt({ id: anotherCase }))).toBe('relation-is-visible');
  });

  it('corrects nothing of what it looks at', () => {
    expect(given(opening()).when(by(board, ReviewFindingRecorded, {}, corrects(seen)))).toBe(
      'relation-belongs-to-the-action',
    );
  });

  it('is closed by its board', () => {
    expect(given(opening()).when(closing, personOf(board, 'manager'))).toEqual(['ReviewClosed']);
  });
});

describe('a review that is closed', () => {
  it('takes nothing more', () => {
    for (const act of [finding, closing]) {
      expect(given(opening(), finding, closing).when(act)).toBe('review-is-closed');
    }
  });
});
