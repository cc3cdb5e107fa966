import type { EventId } from '#kernel';
import { labelOf } from './samples.fixture.js';
import type { Reviewer } from './states-table.fixture.js';

export interface FoundByTheReview {
  readonly definition: string;
  readonly version: number;
  readonly kind: string;
  readonly from: string;
  readonly until: string | null;
  readonly days: number | null;
  readonly agencies: readonly { readonly id: string }[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly cites: readonly { readonly eventId: EventId; readonly as: string }[];
  readonly held: readonly {
    readonly agency: { readonly id: string };
    readonly unshared: readonly EventId[];
  }[];
}

interface Page {
  readonly edges: readonly { readonly node: FoundByTheReview }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** All that the record itself tells, of one kind. */
export const findingsOf = async (board: Reviewer, kind: string): Promise<readonly FoundByTheReview[]> => {
  const found: FoundByTheReview[] = [];
  for (let after = ''; ;) {
    const page = (await board.ask(
      'reviewFindings',
      `first: 25 kinds: [${kind}] ${after}`,
      `edges { node { definition version kind from until days agencies { id } facts { name value }
         cites { eventId as } held { agency { id } unshared } } } pageInfo { hasNextPage endCursor }`,
    )) as Page | string;
    if (typeof page === 'string') throw new Error(page);
    found.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return found;
    after = `after: "${page.pageInfo.endCursor}"`;
  }
};

const cited = (eventId: EventId): string => labelOf(eventId) ?? `an event of no story`;

/** A finding in one line: when, how many days, whom it concerns, and the events that it cites, by their labels. */
export const told = ({ from, until, days, agencies, cites }: FoundByTheReview): string =>
  [
    `${from.slice(0, 10)}/${until === null ? '..' : until.slice(0, 10)}`,
    ...(days === null ? [] : [`${days} days`]),
    agencies
      .map(({ id }) => id)
      .sort()
      .join('+'),
    cites.map(({ as, eventId }) => `${as} ${cited(eventId)}`).join(', '),
  ].join(' | ');

/** What one definition found, in one line each. */
export const toldBy = (findings: readonly FoundByTheReview[], definition: string): readonly string[] =>
  findings.filter((finding) => finding.definition === definition).map(told);

export const factsOf = ({ facts }: FoundByTheReview): Readonly<Record<string, string>> =>
  Object.fromEntries(facts.map(({ name, value }) => [name, value]));
