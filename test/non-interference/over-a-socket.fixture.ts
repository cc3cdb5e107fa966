import type { IncomingMessage } from 'node:http';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Purpose } from '#casework';
import { canariesIn } from './canaries.fixture.js';
import { arriving, type Delivery, type Followed, type Front } from './following-fronts.fixture.js';
import { everyField } from './queries.fixture.js';
import type { Had } from './stories.fixture.js';
import { someRequest, type World } from './world.fixture.js';

interface SentEntry {
  readonly eventId: string;
  readonly __typename: string;
  readonly level: string;
  readonly type: string | null;
  readonly withheld: readonly { readonly category: string; readonly grade: string }[];
}

type Sent =
  | { readonly __typename: 'CaseEntryPublished'; readonly entry: SentEntry }
  | { readonly __typename: 'CaseEntryEnded'; readonly eventId: string }
  | { readonly __typename: 'FeedCheckpoint'; readonly caughtUp: boolean };

const query = `subscription ($cases: [ID!], $from: FeedStart) {
  sent: caseEvents(cases: $cases, from: $from) {
    __typename
    ... on CaseEntryPublished { id cursor entry { ${everyField} } }
    ... on CaseEntryEnded { id cursor caseId eventId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

/** A code as the product has it. */
const plain = (code: string) => code.toLowerCase().replaceAll('_', '-');

const hadOf = (entry: SentEntry): Had => {
  const { type, level, withheld } = entry;
  const details = Object.entries(entry).filter(
    ([name, value]) => type !== null && name.startsWith(`${type}_`) && value !== null,
  );
  return {
    ...{ level: plain(level), type },
    fields: details.map(([name]) => name.slice(name.indexOf('_') + 1)),
    canaries: canariesIn(JSON.stringify(details)),
    withheld: withheld.map(({ category, grade }) => `${plain(category)}.${plain(grade)}`),
  };
};

const deliveryOf = (sent: Sent): Delivery => {
  switch (sent.__typename) {
    case 'CaseEntryPublished':
      return { kind: 'entry', eventId: sent.entry.eventId, had: hadOf(sent.entry) };
    case 'CaseEntryEnded':
      return { kind: 'ended', eventId: sent.eventId };
    case 'FeedCheckpoint':
      return { kind: 'mark', caughtUp: sent.caughtUp };
  }
};

/** What is made anew for each connection. */
const ofEachTime = { 'sec-websocket-accept': null, date: null };

/** A socket that hands over every byte that it receives before anything reads it. */
const listeningSocket = (hear: (text: string) => void) =>
  class extends WebSocket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      this.on('upgrade', ({ headers }: IncomingMessage) =>
        hear(JSON.stringify({ ...headers, ...ofEachTime })),
      );
      this.on('message', (data: Buffer) => hear(data.toString()));
      // With 1000 the client itself ends it.
      this.on('close', (code: number, reason: Buffer) => {
        if (code !== 1000) hear(`${code} ${reason.toString()}`);
      });
    }
  };

export interface Subscribing<Answered, Sent> {
  readonly person: string;
  readonly purpose: Purpose;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What a value of the root field is to the subscriber. */
  readonly sent: (answered: Answered) => Sent;
}

/** Subscribes over a socket by a client of the library. */
export const subscribeOverASocket = async <
  Answered,
  Sent extends { readonly kind: string; readonly caughtUp?: boolean },
>(
  world: World,
  { person, purpose, query, variables, sent }: Subscribing<Answered, Sent>,
): Promise<Followed<Sent>> => {
  const arrived = arriving<Sent>(() => void client.dispose());
  const client = createClient({
    url: `${world.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: listeningSocket(arrived.bytes),
    retryAttempts: 0,
    generateID: () => 'the-only-one',
    connectionParams: {
      authorization: `Bearer ${await world.tokenOf(person)}`,
      'x-purpose': purpose,
      'x-correlation-id': someRequest,
    },
  });
  client.subscribe<{ readonly sent: Answered }>(
    { query, variables },
    {
      next: ({ data, errors }) => {
        if (data?.sent == null) arrived.ended(JSON.stringify(errors));
        else arrived.took(sent(data.sent));
      },
      error: (problem) => arrived.ended(JSON.stringify(problem)),
      complete: () => arrived.ended('complete'),
    },
  );
  return arrived.followed;
};

export const overASocket = (world: World): Front => ({
  name: 'GraphQL',
  follow: ({ person, purpose, cases, start }) => {
    const variables = { ...(cases === null ? {} : { cases }), from: start.toUpperCase() };
    return subscribeOverASocket(world, { person, purpose, query, variables, sent: deliveryOf });
  },
});
