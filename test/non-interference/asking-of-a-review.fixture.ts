import { derivedId } from '#kernel';
import type { HttpAnswer, World } from './world.fixture.js';

const agency = '{ function id name }';
const event = `{ caseId dateUncertain eventId kindOfWork level marks { by kind } occurred recordedAt
  recordedBy ${agency} relations { eventId kind } type }`;
const states = 'states { events state }';
const pageInfo = 'pageInfo { endCursor hasNextPage }';
const ofTheRecord = 'policyVersion position';

const selections = {
  review: `{ agencies ${agency} cases decisions events openedAt openedBy period { from until } reviewId reviewers ${ofTheRecord} }`,
  reviewDecisions: `{ edges { cursor node { agency ${agency} dissent event ${event} moment { at recordedAsItWasDecided }
    options outcome { field value } person rationale reliedOn reliedOnByWord { organisation said } role ${states} } }
    ${pageInfo} ${ofTheRecord} }`,
  reviewKnowledge: `{ agency ${agency} edges { cursor node { event ${event} state } } moment { at recordedAsItWasDecided }
    ${states} ${pageInfo} ${ofTheRecord} }`,
  reviewClocks: `{ agencies { agency ${agency} firstOpened openings { at person role } recorder
    visible { from level policyVersion until } } event ${event} occurred occurredEarliest occurredLatest recorded ${ofTheRecord} }`,
  reviewFindings: `{ edges { cursor node { agencies ${agency} cites { as eventId } dateUncertain days definition
    facts { name value } from held { agency ${agency} ${states} unshared } id kind says until version } }
    ${pageInfo} ${ofTheRecord} }`,
  reviewReliance: `{ circles decision edges { circular from groundTaken kind strength to toldBy }
    nodes { eventId id isDecision kindOfWork marks { by kind } occurred organisation organisationName recordedAt said stands
    type } ${ofTheRecord} }`,
  reviewReliancePicture: `{ svg ${ofTheRecord} }`,
  reviewTimelinePicture: `{ svg page ${ofTheRecord} }`,
  reviewCounterfactual: `{ agency ${agency} at differs event ${event} recorded then { decidedBy handed level policyVersion
    withheld } under { decidedBy handed level policyVersion withheld } ${ofTheRecord} }`,
  reviewReExecution: `{ decidedAgain differences { at eventId kind organisation ${agency} parts person policyVersion role }
    differing notDecidedAgain { reason records } takenFromNow ${ofTheRecord} }`,
} as const;

interface Answered {
  readonly agencies?: readonly { readonly id: string }[];
  readonly edges?: readonly { readonly node: { readonly event?: { readonly eventId: string } } }[];
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** Asks, as one person, everything that there is to ask of the review of a case; every answer, whole, in order. */
export const askOfTheReview = async (
  world: World,
  person: string,
  {
    caseId,
    hiddenIds,
    instants,
  }: {
    readonly caseId: string;
    readonly hiddenIds: readonly string[];
    readonly instants: readonly string[];
  },
): Promise<readonly HttpAnswer[]> => {
  const answers: HttpAnswer[] = [];
  const reviewId = derivedId('review', caseId);
  const send = async (
    query: string,
  ): Promise<Readonly<Record<string, Answered | null>> | null | undefined> => {
    const answer = await world.ask({ as: person, purpose: 'review', query });
    answers.push(answer);
    return (JSON.parse(answer.body) as { data?: Readonly<Record<string, Answered | null>> | null }).data;
  };
  const ask = async (field: keyof typeof selections, args = '') =>
    (await send(`{ ${field}(reviewId: "${reviewId}" ${args}) ${selections[field]} }`))?.[field];
  const pages = async (field: keyof typeof selections, first: number, args = '') => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await ask(field, `first: ${first} ${args} ${after}`);
      seen.push(...(page?.edges ?? []).flatMap(({ node }) => node.event?.eventId ?? []));
      if (!page?.pageInfo?.hasNextPage) return seen;
      after = `after: "${page.pageInfo.endCursor}"`;
    }
  };

  const agencies = ((await ask('review'))?.agencies ?? []).map(({ id }) => id);
  const decisions = await pages('reviewDecisions', 3);
  const events = new Set<string>();
  for (const one of [...agencies, 'northforce'])
    for (const asOf of instants)
      for (const id of await pages('reviewKnowledge', 20, `agency: "${one}" asOf: "${asOf}"`)) events.add(id);
  await pages('reviewFindings', 5);
  await ask('reviewTimelinePicture');
  await ask('reviewReExecution', 'first: 25');
  for (const id of [...hiddenIds, ...decisions.slice(0, 4), 'nonsense']) {
    await pages('reviewKnowledge', 50, `decision: "${id}"`);
    await ask('reviewReliance', `decision: "${id}"`);
    await ask('reviewReliancePicture', `decision: "${id}"`);
  }
  for (const id of [...hiddenIds, ...[...events].slice(-8)]) {
    await ask('reviewClocks', `event: "${id}"`);
    await ask(
      'reviewCounterfactual',
      `agency: "metro" event: "${id}" asOf: "${instants[0]}" policyVersion: "2026-11"`,
    );
  }
  for (const identities of ['PERSONALISED', 'ANONYMISED'])
    for (const format of ['JSON', 'CSV']) {
      const exported = await send(`mutation { exportChronology(input: {
        key: "export-${identities}-${format}", reviewId: "${reviewId}", format: ${format}, identities: ${identities}
      }) { path rows digest policyVersion position exportId } }`);
      await world.settle();
      const { path } = (exported?.exportChronology ?? {}) as { path?: string };
      if (path !== undefined) answers.push(await world.fetch({ as: person, purpose: 'review', path }));
    }
  await send(`{ timeline(caseId: "${caseId}", first: 25, types: [DecisionHistoryExported]) { edges { node {
    ... on DecisionHistoryExported { eventId viewPosition digest rows policyInForce } } } } }`);
  return answers;
};
