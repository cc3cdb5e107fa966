import type { EventId } from '#kernel';
import type { Answer } from '../throughline.fixture.js';
import { refusalOf } from './asking.fixture.js';
import { caseOf, labelOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

export interface OpenedReview {
  readonly reviewId: string;
  readonly position: string;
}

export interface Scope {
  /** By the names of the samples. */
  readonly cases: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly reviewers?: readonly string[];
  readonly as?: string;
}

/** A board's manager opens a review. */
export const tryToOpenReview = (
  key: string,
  { cases, from, until, reviewers = ['edmund-board'], as = 'norah-board' }: Scope,
): Promise<Answer> =>
  throughline.ask({
    as,
    purpose: 'review',
    query: `mutation ($input: OpenReviewInput!) { openReview(input: $input) { reviewId position } }`,
    variables: {
      input: {
        ...{ key, from, until, reviewers, cases: cases.map(caseOf) },
        ...{ kind: 'LEARNING_REVIEW', termsOfReference: 'Who knew what, and when?' },
      },
    },
  });

export const openReview = async (key: string, scope: Scope): Promise<OpenedReview> => {
  const answer = await tryToOpenReview(key, scope);
  const opened = answer.json.data?.openReview as OpenedReview | null | undefined;
  if (opened === null || opened === undefined) throw new Error(answer.body);
  // What takes no `atLeast`, as an export does not, must find the review too, whichever gateway is asked.
  const [as = 'edmund-board'] = scope.reviewers ?? [];
  const query = `{ review(reviewId: "${opened.reviewId}", atLeast: "${opened.position}") { reviewId } }`;
  const seen = await throughline.ask({ as, purpose: 'review', query });
  if (seen.json.data?.review === null) throw new Error(seen.body);
  return opened;
};

/** What a reviewer is answered; the code of the refusal where there is one. */
export const reviewer = (
  reviewId: string,
  { as = 'edmund-board', atLeast }: { as?: string; atLeast?: string } = {},
) => {
  const ask = async (field: string, args: string, selection: string): Promise<unknown> => {
    const answer = await throughline.ask({
      as,
      purpose: 'review',
      query: `query ($reviewId: ID!, $atLeast: String) {
        ${field}(reviewId: $reviewId, atLeast: $atLeast ${args}) { ${selection} } }`,
      variables: { reviewId, ...(atLeast === undefined ? {} : { atLeast }) },
    });
    const refused = refusalOf(answer);
    if (refused !== undefined) return refused;
    return answer.json.data?.[field];
  };

  /** How every event stood for an agency, by label; events of the product itself, as deadlines, are left out. */
  const states = async (args: string): Promise<Readonly<Record<string, string>>> => {
    const found: Record<string, string> = {};
    for (let after = ''; ;) {
      const page = (await ask(
        'reviewKnowledge',
        `${args} first: 100 ${after}`,
        'edges { node { state event { eventId } } } pageInfo { hasNextPage endCursor }',
      )) as KnowledgePage | string;
      if (typeof page === 'string') throw new Error(page);
      for (const { node } of page.edges) {
        const label = labelOf(node.event.eventId);
        if (label !== undefined && !label.includes(' ')) found[label] = node.state;
      }
      if (!page.pageInfo.hasNextPage) return found;
      after = `after: "${page.pageInfo.endCursor}"`;
    }
  };
  return { ask, states };
};

interface KnowledgePage {
  readonly edges: readonly {
    readonly node: { readonly state: string; readonly event: { readonly eventId: EventId } };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
