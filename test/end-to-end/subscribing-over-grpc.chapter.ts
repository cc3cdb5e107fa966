import { credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  CaseEventsClient,
  Content,
  followFeed,
  type FeedMessage,
  type FollowedFeed,
  type FollowFeedOptions,
  type GetResponse,
} from '#feed-client';
import { timelineOf } from './asking.fixture.js';
import { join, openCase, refer } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

const followed: FollowedFeed[] = [];
afterEach(() => {
  for (const feed of followed.splice(0)) feed.close();
});

const follow = (as: string, more: Partial<FollowFeedOptions> = {}): FollowedFeed => {
  const feed = followFeed({
    address: throughline.feedAddress,
    credentials: credentials.createInsecure(),
    token: () => throughline.tokenOf(as),
    purpose: 'safeguarding',
    start: 'beginning',
    ...more,
  });
  followed.push(feed);
  return feed;
};

type Delivery = Exclude<FeedMessage, { readonly kind: 'checkpoint' }>;

/** Everything that is delivered until a message holds. */
const untilIt = async (
  feed: FollowedFeed,
  holds: (message: FeedMessage) => boolean,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly cursor: string }> => {
  const deliveries: Delivery[] = [];
  const messages = feed[Symbol.asyncIterator]();
  for (;;) {
    const next: IteratorResult<FeedMessage, unknown> = await messages.next();
    if (next.done === true) throw new Error('The feed ended.');
    feed.confirm(next.value);
    if (next.value.kind !== 'checkpoint') deliveries.push(next.value);
    if (holds(next.value)) return { deliveries, cursor: next.value.cursor };
  }
};

const caughtUp = (message: FeedMessage) => message.kind === 'checkpoint' && message.caughtUp;

const eventsOf = (deliveries: readonly Delivery[]): readonly string[] =>
  deliveries.flatMap((delivery) => (delivery.kind === 'entry' ? [delivery.entry.eventId] : []));

/** A case of Lantern's on which Northbridge works. */
const aCase = async () => {
  const { caseId, opened } = await openCase(throughline);
  await join(throughline, caseId, 'helen-northbridge');
  return { caseId, opened };
};

const refused = (feed: FollowedFeed) => expect(untilIt(feed, () => true)).rejects;

describe('a subscription over gRPC', () => {
  it('has of a case what the timeline has, and then what comes', async () => {
    const { caseId } = await aCase();
    const feed = follow('dawn-northbridge', { cases: [caseId] });
    const { deliveries } = await untilIt(feed, caughtUp);
    const timeline = await timelineOf(throughline, { as: 'dawn-northbridge', caseId });
    expect([...eventsOf(deliveries)].sort()).toEqual(timeline.map(({ eventId }) => eventId).sort());
    const { eventId } = await refer(throughline, caseId, 'eastmoor');
    const live = await untilIt(
      feed,
      (message) => message.kind === 'entry' && message.entry.eventId === eventId,
    );
    expect(live.deliveries.length).toBeGreaterThan(0);
  });

  it('goes on after a cursor, for whom it was given to and for nobody else', async () => {
    const { caseId } = await aCase();
    const first = follow('dawn-northbridge', { cases: [caseId] });
    const { cursor } = await untilIt(first, caughtUp);
    first.close();
    const { eventId } = await refer(throughline, caseId, 'eastmoor');
    const again = follow('dawn-northbridge', { cases: [caseId], start: { after: cursor } });
    const { deliveries } = await untilIt(
      again,
      (message) => message.kind === 'entry' && message.entry.eventId === eventId,
    );
    const before = await untilIt(follow('dawn-northbridge', { cases: [caseId] }), caughtUp);
    expect(before.deliveries.length).toBeGreaterThan(deliveries.length);
    await refused(follow('amina-lantern', { cases: [caseId], start: { after: cursor } })).toMatchObject({
      status: 'FAILED_PRECONDITION',
      code: 'CURSOR_REFUSED',
      reason: 'not-yours',
    });
  });

  it('to a case that one may not know of is answered like one to a case that is not there', async () => {
    const { caseId } = await aCase();
    const there = follow('samir-border', { cases: [caseId] });
    const nowhere = follow('samir-border', { cases: ['0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11'] });
    for (const feed of [there, nowhere])
      await refused(feed).toMatchObject({ status: 'NOT_FOUND', message: 'There is no such thing.' });
  });

  it('has the details where they are asked for, as one entry by its id has them', async () => {
    const { caseId } = await aCase();
    const feed = follow('dawn-northbridge', {
      cases: [caseId],
      types: ['CaseOpened'],
      content: Content.CONTENT_FULL,
    });
    const { deliveries } = await untilIt(feed, caughtUp);
    const [opened] = deliveries;
    const entry = opened?.kind === 'entry' ? opened.entry : undefined;
    expect(deliveries).toHaveLength(1);
    const details = JSON.parse(entry?.detailsJson ?? '{}') as Record<string, unknown>;
    expect(Object.keys(details)).toContain('reason');

    const client = new CaseEventsClient(throughline.feedAddress, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await throughline.tokenOf('dawn-northbridge')}`);
    metadata.set('x-purpose', 'safeguarding');
    const { problem, answer } = await new Promise<{
      readonly problem: ServiceError | null;
      readonly answer: GetResponse | undefined;
    }>((done) =>
      client.get({ eventId: entry?.eventId ?? '', content: 0 }, metadata, (failed, given) =>
        done({ problem: failed, answer: given }),
      ),
    );
    client.close();
    expect(problem).toBeNull();
    expect(JSON.parse(answer?.entry?.detailsJson ?? '{}')).toEqual(details);
  });

  it('without a token, or with one of nobody, is not authenticated', async () => {
    await refused(follow('dawn-northbridge', { token: () => Promise.resolve('a.b.c') })).toMatchObject({
      status: status[status.UNAUTHENTICATED],
    });
  });
});
