import { purposes, type Purpose } from '#casework';
import { everybody } from './agencies.fixture.js';
import {
  accessLogQuery,
  caseQuery,
  casesQuery,
  emergencyAccessesQuery,
  entryQuery,
  wholeTimelineQuery,
  worklistQuery,
} from './queries.fixture.js';
import { readsCases } from './oracle.fixture.js';
import type { HttpAnswer, World } from './world.fixture.js';

export const purposeOf = (person: string): Purpose => {
  const found = everybody.find((one) => one.person === person);
  if (found === undefined) throw new Error(`${person} is nobody.`);
  if (found.role === 'data-protection-officer') return 'audit';
  return purposes.find((purpose) => readsCases(found, purpose)) ?? 'safeguarding';
};

export interface Asking {
  readonly person: string;
  readonly caseId: string;
  /** Events that the reader must not have; the reader tries their ids all the same. */
  readonly hiddenIds: readonly string[];
  readonly instants: readonly string[];
}

interface Connection {
  readonly edges: readonly { readonly node: { readonly eventId?: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Asks, as one person, everything that there is to ask of a case; every answer, whole, in order. */
export const askEverything = async (
  world: World,
  { person, caseId, hiddenIds, instants }: Asking,
): Promise<readonly HttpAnswer[]> => {
  const answers: HttpAnswer[] = [];
  const ask = async (query: string, variables: Readonly<Record<string, unknown>>) => {
    const answer = await world.ask({ as: person, purpose: purposeOf(person), query, variables });
    answers.push(answer);
    return (JSON.parse(answer.body) as { readonly data?: Readonly<Record<string, Connection | null>> | null })
      .data;
  };
  const pages = async (
    field: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<readonly string[]> => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Connection | null | undefined = (await ask(query, { ...variables, after }))?.[field];
      seen.push(...(page?.edges ?? []).flatMap(({ node }) => node.eventId ?? []));
      if (!page?.pageInfo.hasNextPage) return seen;
      after = page.pageInfo.endCursor;
    }
  };
  const seen = await pages('timeline', wholeTimelineQuery, { case: caseId, first: 4 });
  for (const asOf of instants) await pages('timeline', wholeTimelineQuery, { case: caseId, first: 25, asOf });
  const types = ['DecisionRecorded', 'ReferralMade', 'IntelligenceSubmitted', 'EventCorrected'];
  await pages('timeline', wholeTimelineQuery, { case: caseId, first: 2, types });
  await ask(caseQuery, { case: caseId });
  await pages('cases', casesQuery, { first: 100 });
  await pages('worklist', worklistQuery, { first: 2 });
  await pages('emergencyAccesses', emergencyAccessesQuery, { case: caseId, first: 1 });
  await pages('emergencyAccesses', emergencyAccessesQuery, { first: 25 });
  for (const id of [...seen.slice(0, 6), ...hiddenIds]) await ask(entryQuery, { id });
  await world.settle();
  await pages('accessLog', accessLogQuery, { case: caseId, first: 10 });
  return answers;
};

/** Of one length and a form of their own, and sealed by each world's own keys. */
const token = /(?<![A-Za-z0-9_-])A[A-Za-z0-9_-]{200,}/g;
/** Made of what has tokens in it. */
const digest = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Answers as text, tokens by the order in which they come: what can be told from them is which are the same. */
export const asTold = (answers: readonly HttpAnswer[]): readonly string[] => {
  const tokens = new Map<string, string>();
  return answers.map(({ status, body, headers }) => {
    // A picture writes a hyphen as a reference to it, and so its length tells how many a token has.
    const plain = body.replaceAll('&#45;', '-');
    const told = plain.replaceAll(digest, 'digest').replaceAll(token, (one) => {
      const known = tokens.get(one) ?? `token ${tokens.size} of ${one.length}`;
      tokens.set(one, known);
      return known;
    });
    const kept = headers
      .filter(([name]) => !['date', 'x-digest-sha256'].includes(name))
      .map(([name, value]) => [name, name === 'content-length' ? plain.length : value]);
    return `${status} ${JSON.stringify(kept)}\n${told}`;
  });
};
