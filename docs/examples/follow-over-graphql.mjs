/**
 * The same over GraphQL, with the `graphql-ws` library. What the selection names is disclosed, and put on record as such;
 * so it names what is needed.
 */
import { setTimeout } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { openKept } from './kept.mjs';
import { tokenOf } from './token.mjs';

const {
  ADDRESS = 'http://127.0.0.1:4000',
  PERSON = 'system-northbridge',
  KEPT = 'kept-over-graphql.jsonl',
} = process.env;

const query = `subscription ($after: String) {
  caseEvents(after: $after) {
    __typename
    ... on CaseEntryPublished { id cursor entry { eventId type occurred level } }
    ... on CaseEntryEnded { id cursor eventId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

const kept = openKept(KEPT);

const follow = async () => {
  const client = createClient({
    url: new URL('/graphql', ADDRESS.replace('http', 'ws')).href,
    webSocketImpl: WebSocket, // Node has one of its own from version 22.
    // The library would begin again where it first began. We begin after what we have.
    retryAttempts: 0,
    connectionParams: async () => ({
      authorization: `Bearer ${await tokenOf(ADDRESS, PERSON)}`,
      'x-purpose': 'safeguarding',
    }),
  });
  try {
    for await (const { data } of client.iterate({ query, variables: { after: kept.cursor() } })) {
      const isNew = kept.take(data.caseEvents);
      if (data.caseEvents.caughtUp) console.log('Caught up.');
      else if (isNew && data.caseEvents.id) console.log(data.caseEvents.__typename, data.caseEvents.id);
    }
  } finally {
    await client.dispose();
  }
};

/** What the server said when it ended a subscription; a socket that was cut says nothing. */
const saidBy = (problem) => (Array.isArray(problem) ? (problem[0]?.extensions ?? {}) : {});
const passing = ['UNAVAILABLE', 'INTERNAL', 'TOO_MANY_REQUESTS', 'SUBSCRIPTION_ENDED'];
const final = ['RELATIONSHIP_ENDED', 'PURPOSE_NO_LONGER_ALLOWED'];

for (let failed = 0; ; failed += 1) {
  const before = kept.cursor();
  try {
    await follow();
  } catch (problem) {
    const { code, reason } = saidBy(problem);
    if (reason === 'OUTDATED') kept.beginAnew();
    else if (code !== undefined && (!passing.includes(code) || final.includes(reason))) throw problem;
    console.error(`Trying again: ${reason ?? code ?? 'the connection was lost'}`);
  }
  if (kept.cursor() !== before) failed = 0;
  // Longer each time, and with some chance in it, so that not all clients of a server come back at once.
  await setTimeout(Math.random() * Math.min(30_000, 500 * 2 ** failed));
}
