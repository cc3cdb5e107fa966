import { status, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Content,
  Start,
  type GetResponse,
  type ListEventTypesResponse,
  type SubscribeRequest,
} from '#feed-client';
import { StoreUnavailable } from '#event-store';
import { randomId } from '#kernel';
import { hiddenCase, ourCase, secret } from './feed-in-memory.fixture.js';
import {
  fromBeginning,
  receive,
  serveFeed,
  told,
  type Change,
  type ServedFeed,
} from './served-feed.fixture.js';

let served: ServedFeed;
beforeEach(async () => {
  served = await serveFeed();
});
afterEach(() => served.close());

const refusal = async (
  request: Partial<SubscribeRequest> = {},
  change: Change = {},
  keys: Readonly<Record<string, string | null>> = {},
) => {
  const metadata = await served.metadata(change, keys);
  const problem = await receive(served.client(), fromBeginning(request), metadata).ended;
  return {
    status: problem === null ? 'OK' : status[problem.code],
    code: told(problem, 'throughline-code'),
    reason: told(problem, 'throughline-reason'),
    field: told(problem, 'throughline-field'),
  };
};

const get = async (eventId: string, keys: Readonly<Record<string, string | null>> = {}) => {
  const metadata = await served.metadata({}, keys);
  return new Promise<{ readonly problem: ServiceError | null; readonly answer: GetResponse | undefined }>(
    (done) =>
      served.client().get({ eventId, content: 0 }, metadata, (problem, answer) => done({ problem, answer })),
  );
};

describe('a subscription', () => {
  it.each([
    ['no token', {}, { authorization: null }],
    ['no bearer token', {}, { authorization: 'Basic b2s=' }],
    ['a token for another audience', { audience: 'payroll' }, {}],
    ['a token that has expired', { expires: -600 }, {}],
    ['a token that was made up', {}, { authorization: 'Bearer a.b.c' }],
  ])('with %s is not authenticated, and is not told why', async (_what, change, keys) => {
    expect(await refusal({}, change, keys)).toMatchObject({
      status: 'UNAUTHENTICATED',
      code: 'UNAUTHENTICATED',
      reason: undefined,
    });
    expect(served.behind.queries).toEqual([]);
  });

  it('needs a purpose that exists, is the caller’s to use, and serves', async () => {
    const purpose = (stated: string | null) => refusal({ cases: [ourCase] }, {}, { 'x-purpose': stated });
    expect(await purpose(null)).toMatchObject({ status: 'INVALID_ARGUMENT', code: 'PURPOSE_REQUIRED' });
    expect(await purpose('curiosity')).toMatchObject({ status: 'INVALID_ARGUMENT', field: 'x-purpose' });
    expect(await purpose('asylum-decision')).toMatchObject({
      status: 'PERMISSION_DENIED',
      code: 'FORBIDDEN',
    });
    expect(await purpose('statistics')).toMatchObject({ status: 'PERMISSION_DENIED' });
    expect(served.behind.queries).toEqual([]);
    // A purpose that does not serve leaves a denial, as over GraphQL.
    expect(served.behind.recorded).toMatchObject(
      Array(2).fill({ outcome: 'denied', denial: 'purpose-not-allowed', caseId: ourCase }),
    );
  });

  it.each<[string, Partial<SubscribeRequest>, string]>([
    ['a case that is no id', { cases: [ourCase, 'Miriam'] }, 'cases[1]'],
    ['too many cases', { cases: Array<string>(1_001).fill(ourCase) }, 'cases'],
    ['a type that there is not', { types: ['ChildReportedMissing', 'ChildFound'] }, 'types[1]'],
    ['a type that stands in no timeline', { types: ['PolicyAdopted'] }, 'types[0]'],
    ['no place to begin', { start: undefined }, 'start'],
    ['an unspecified place to begin', { start: { $case: 'from', from: Start.START_UNSPECIFIED } }, 'from'],
    ['an empty cursor', { start: { $case: 'after', after: '' } }, 'after'],
    ['a content that there is not', { content: 7 as Content }, 'content'],
  ])('that names %s is told which field is wrong', async (_what, request, field) => {
    expect(await refusal(request)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      code: 'INVALID_INPUT',
      field,
    });
  });

  it('to a case that must not be known to exist finds nothing', async () => {
    expect(await refusal({ cases: [hiddenCase] })).toEqual({
      status: 'NOT_FOUND',
      code: 'NOT_FOUND',
      reason: undefined,
      field: undefined,
    });
  });

  it('after a cursor of another organisation is refused, with the reason', async () => {
    expect(await refusal({ start: { $case: 'after', after: 'of-others' } })).toMatchObject({
      status: 'FAILED_PRECONDITION',
      code: 'CURSOR_REFUSED',
      reason: 'not-yours',
    });
  });

  it('whose request is of 5 MB is refused before it is read', async () => {
    const after = 'x'.repeat(5 * 1024 * 1024);
    expect(await refusal({ start: { $case: 'after', after } })).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
    });
    expect(served.behind.log.join('')).not.toContain('xxxx');
  });

  it.each([
    ['relationship-ended', 'PERMISSION_DENIED'],
    ['purpose-no-longer-allowed', 'PERMISSION_DENIED'],
    ['view-unavailable', 'UNAVAILABLE'],
    ['no-longer-authenticated', 'UNAUTHENTICATED'],
  ] as const)('that ends because of %s is told so', async (closing, expected) => {
    served.behind.closing = closing;
    expect(await refusal()).toMatchObject({ status: expected, reason: closing });
    expect(served.behind.open).toBe(0);
  });

  it('ends when the log is away, and says that it can be begun again', async () => {
    served.behind.failure = new StoreUnavailable('The log is away.');
    expect(await refusal()).toMatchObject({ status: 'UNAVAILABLE', code: 'UNAVAILABLE' });
  });

  it('that fails for a reason that nobody foresaw tells an id, and nothing of what failed', async () => {
    served.behind.failure = new Error(`could not open ${secret}`);
    const correlation = randomId();
    const metadata = await served.metadata({}, { 'x-correlation-id': correlation });
    const problem = await receive(served.client(), fromBeginning(), metadata).ended;
    expect(problem?.code).toBe(status.INTERNAL);
    expect(told(problem, 'throughline-id')).toBe(correlation);
    expect(JSON.stringify([problem, problem?.metadata.toJSON()])).not.toContain(secret);
    expect(served.behind.log.join('')).toContain(correlation);
    expect(served.behind.log.join('')).not.toContain(secret);
  });

  it('is closed in time when its token expires', async () => {
    const begun = Date.now();
    expect(await refusal({}, { expires: 2 })).toMatchObject({
      status: 'UNAUTHENTICATED',
      reason: 'token-expired',
    });
    expect(Date.now() - begun).toBeLessThan(3_500);
    expect(served.behind.open).toBe(0);
  });

  it('ends when its person is suspended, though the token is good', async () => {
    const client = receive(served.client(), fromBeginning(), await served.metadata());
    await client.until('caughtUp', 1);
    served.suspend('okafor');
    expect(told(await client.ended, 'throughline-reason')).toBe('no-longer-authenticated');
  });
});

describe('many subscriptions of one client', () => {
  it('are refused beyond the number of its own, and others are served', async () => {
    const client = served.client();
    const metadata = await served.metadata();
    const all = Array.from({ length: 10_000 }, () => receive(client, fromBeginning(), metadata));
    const ends = await Promise.all(all.slice(5).map(({ ended }) => ended));
    expect(new Set(ends.map((problem) => problem?.code))).toEqual(new Set([status.RESOURCE_EXHAUSTED]));
    expect(told(ends[0] ?? null, 'throughline-code')).toBe('TOO_MANY_SUBSCRIPTIONS');
    expect(served.behind.open).toBe(5);

    const other = receive(served.client(), fromBeginning(), await served.metadata({ subject: 'reid' }));
    await other.until('caughtUp', 1);
    expect(await served.telemetry.metrics.text()).toMatch(/throughline_feed_subscriptions_open 6\n/);

    for (const { cancel } of all.slice(0, 5)) cancel();
    await Promise.all(all.slice(0, 5).map(({ ended }) => ended));
    const again = receive(client, fromBeginning(), metadata);
    await again.until('caughtUp', 1);
  }, 60_000);

  it('are refused beyond the number of its organisation', async () => {
    const begin = async (subject: string) =>
      receive(served.client(), fromBeginning(), await served.metadata({ subject }));
    const first = await Promise.all(
      ['a1', 'a1', 'a1', 'a1', 'a2', 'a2', 'a2', 'a2'].map((subject) => begin(subject)),
    );
    await Promise.all(first.map(({ until }) => until('caughtUp', 1)));
    expect((await (await begin('a3')).ended)?.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});

describe('one entry by its id', () => {
  it('is opened when its disclosure is recorded, and not before', async () => {
    const item = served.behind.publish();
    const eventId = item.kind === 'entry' ? item.entry.eventId : '';
    const { answer } = await get(eventId);
    expect(JSON.parse(answer?.entry?.detailsJson ?? '')).toMatchObject({ circumstances: secret });
    expect(served.behind.recorded).toMatchObject([{ outcome: 'given' }]);
    expect(served.behind.log).toContain('opened after 1 records');
  });

  it('is not told where its disclosure cannot be recorded', async () => {
    const item = served.behind.publish();
    served.behind.recording = () => Promise.reject(new Error(secret));
    const { problem, answer } = await get(item.kind === 'entry' ? item.entry.eventId : '');
    expect(problem?.code).toBe(status.UNAVAILABLE);
    expect(answer).toBeUndefined();
    expect(served.behind.log.join('')).not.toContain('opened');
  });

  it('that is not there, or must not be known of, is not found, after the record of the denial', async () => {
    const { problem } = await get(randomId());
    expect(problem?.code).toBe(status.NOT_FOUND);
    expect(served.behind.recorded).toMatchObject([{ outcome: 'denied' }]);
  });

  it('needs an id and a purpose', async () => {
    expect(told((await get('Miriam')).problem, 'throughline-field')).toBe('event_id');
    expect((await get(randomId(), { 'x-purpose': null })).problem?.code).toBe(status.INVALID_ARGUMENT);
    expect((await get(randomId(), { 'x-purpose': 'statistics' })).problem?.code).toBe(
      status.PERMISSION_DENIED,
    );
    expect(served.behind.recorded).toMatchObject([{ asked: 'entry', denial: 'purpose-not-allowed' }]);
  });
});

describe('the types of event', () => {
  const list = async (keys: Readonly<Record<string, string | null>>) => {
    const metadata = await served.metadata({}, keys);
    return new Promise<{ problem: ServiceError | null; answer: ListEventTypesResponse | undefined }>((done) =>
      served.client().listEventTypes({}, metadata, (problem, answer) => done({ problem, answer })),
    );
  };

  it('are told for a token without a purpose', async () => {
    const { answer } = await list({ 'x-purpose': null });
    expect(answer?.eventTypes).toContainEqual({
      type: 'ChildReportedMissing',
      version: 1,
      description: expect.any(String) as unknown,
      schema: 'proto/events/ChildReportedMissing.v1.json',
      process: 'missing',
    });
    expect((await list({ authorization: null })).problem?.code).toBe(status.UNAUTHENTICATED);
  });
});
