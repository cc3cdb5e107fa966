/**
 * Keeps a file in step with what an organisation may see, over gRPC. End it however you like, `kill -9` included, and start it
 * again: it goes on where it was, without loss and without counting anything twice.
 *
 * Outside this repository the client is the package that `npm run pack:client` makes: `@throughline/feed-client`.
 */
import { credentials } from '@grpc/grpc-js';
import { FeedRefused, followFeed } from '#feed-client';
import { openKept } from './kept.mjs';
import { tokenOf } from './token.mjs';

const {
  ADDRESS = 'http://127.0.0.1:4000',
  FEED = '127.0.0.1:4100',
  // Software, which alone may leave out the cases and follow all that its organisation has.
  PERSON = 'system-northbridge',
  KEPT = 'kept-over-grpc.jsonl',
} = process.env;

const kept = openKept(KEPT);

const follow = async () => {
  const feed = followFeed({
    address: FEED,
    credentials: credentials.createInsecure(), // On loopback only; elsewhere credentials.createSsl().
    token: () => tokenOf(ADDRESS, PERSON),
    purpose: 'safeguarding',
    start: kept.cursor() === null ? 'beginning' : { after: kept.cursor() },
    onInterruption: ({ message }) => console.error(`Trying again: ${message}`),
  });
  for await (const message of feed) {
    // On the disk first, confirmed then: the other way round, what lies between would be lost.
    const isNew = kept.take(message);
    feed.confirm(message);
    if (message.kind === 'checkpoint' && message.caughtUp) console.log('Caught up.');
    // What else is to be done for an entry or an ending is done here. No names and no details in a log.
    else if (message.kind !== 'checkpoint' && isNew) console.log(message.kind, message.id);
  }
};

for (;;) {
  try {
    await follow();
  } catch (problem) {
    // The feed, or what may be seen of it, is another now. Whatever else is refused, a person has to look at.
    if (!(problem instanceof FeedRefused && problem.reason === 'outdated')) throw problem;
    kept.beginAnew();
  }
}
