import { casesOf, type Client, type Request } from '../crash/requests.fixture.js';
import type { Written } from './writers.fixture.js';

export interface TimelineEntry {
  readonly eventId: string;
  readonly level: string;
  readonly type: string | null;
  readonly account: string | null;
}

const query = `query ($caseId: ID!, $after: String, $atLeast: String) {
  timeline(caseId: $caseId, first: 25, after: $after, atLeast: $atLeast) {
    edges { cursor node { eventId level type ... on ContactReceived { account } } }
    pageInfo { hasNextPage }
  }
}`;

interface Page {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: Omit<TimelineEntry, 'type' | 'account'> & {
      readonly type: string | null;
      readonly account?: string | null;
    };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** What all timelines answer to one person, each entry once, when their view has the last of these actions. */
export const timelinesOf = async (
  client: Client,
  as: string,
  last: readonly Written[],
): Promise<readonly TimelineEntry[]> => {
  const found = new Map<string, TimelineEntry>();
  const answered = async <Value>(name: string, asked: Omit<Request, 'as'>): Promise<Value> => {
    const { data, errors } = await client.ask({ as, ...asked });
    const value = data?.[name];
    if (value == null) throw new Error(`It was not answered: ${JSON.stringify(errors)}`);
    return value as Value;
  };
  const read = async (caseId: string, atLeast: string | null): Promise<void> => {
    let after: string | null = null;
    do {
      const page: Page = await answered('timeline', { query, variables: { caseId, after, atLeast } });
      for (const { node } of page.edges)
        found.set(node.eventId, {
          ...{ eventId: node.eventId, level: node.level, type: typeName(node.type) },
          account: node.account ?? null,
        });
      after = page.pageInfo.hasNextPage ? (page.edges.at(-1)?.cursor ?? null) : null;
    } while (after !== null);
  };
  for (const { caseId, position } of last) await read(caseId, position);
  const { edges } = await answered<{ readonly edges: readonly { readonly node: { caseId: string } }[] }>(
    'cases',
    casesOf(as),
  );
  const own = new Set(last.map(({ caseId }) => caseId));
  for (const { node } of edges) if (!own.has(node.caseId)) await read(node.caseId, null);
  return [...found.values()];
};

/** `CONTACT_RECEIVED` and `ContactReceived` are the same type. */
const typeName = (type: string | null): string | null =>
  type === null || !type.includes('_')
    ? type
    : type.toLowerCase().replace(/(^|_)([a-z])/g, (_all, _line, letter: string) => letter.toUpperCase());
