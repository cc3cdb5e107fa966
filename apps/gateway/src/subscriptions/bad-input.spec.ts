import { createConnection } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { randomId } from '#kernel';
import { anEntry, ourCase } from '../gateway.fixture.js';
import {
  closingOf,
  everything,
  follow,
  startSubscribing,
  type SubscribingGateway,
} from './subscribing.fixture.js';

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing(
    { subscriptions: { subject: 5, organisation: 8 }, sockets: { subject: 10, organisation: 20 } },
    {
      introspection: false,
      production: true,
      requestsPerMinute: { subject: 100_000, organisation: 100_000 },
    },
  );
});
beforeEach(async () => {
  while (gateway.feed.open > 0) await new Promise(setImmediate);
  gateway.feed.reset();
});
afterAll(() => gateway.stop());

const refusalOf = async (query: string, variables: Record<string, unknown> = {}) => {
  const client = await gateway.client();
  const end = await follow(client, variables, query).ended;
  if (!('errors' in end)) throw new Error(`It was not refused: ${JSON.stringify(end)}`);
  return end.errors[0]!;
};

/** It did not reach the feed, and the answer repeats and suggests nothing. */
const expectRefused = async (query: string, code: string, message: string, field?: string) => {
  const refusal = await refusalOf(query);
  expect(refusal.extensions).toEqual({ code, ...(field === undefined ? {} : { field }) });
  expect(refusal.message).toContain(message);
  expect(JSON.stringify(refusal)).not.toMatch(/did you mean|CANARY/i);
  expect(gateway.feed.queries).toEqual([]);
  expect(gateway.behind.happened).toEqual([]);
};

const below = (selection: string) => `subscription { caseEvents { ${selection} } }`;
const ofEntry = (selection: string) => below(`... on CaseEntryPublished { entry { ${selection} } }`);
const many = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join(' ');

describe('an operation that is refused over a socket', () => {
  it.each([
    ['is a query', '{ me { person } }', 'only subscriptions', undefined],
    ['is a mutation', `mutation { acknowledge: __typename }`, 'only subscriptions', undefined],
    ['names an unknown field', below('persn'), 'no field "persn"', 'persn'],
    [
      'names an unknown type of event',
      'subscription { caseEvents(types: [CANARY]) { __typename } }',
      'not in its list',
      undefined,
    ],
    ['is not GraphQL', 'subscription { "CANARY"', 'not GraphQL', undefined],
    ['asks for the schema', '{ __schema { types { name } } }', 'schema is not told', undefined],
    [
      'subscribes to two things',
      'subscription { caseEvents { __typename } again: caseEvents { __typename } }',
      '',
      undefined,
    ],
    ['has 200 aliases', ofEntry(many(200, (n) => `a${n}: eventId`)), 'aliases', undefined],
    ['has 200 aliases of __typename', below(many(200, (n) => `a${n}: __typename`)), 'aliases', undefined],
    ['has too many tokens', ofEntry('eventId '.repeat(5_000)), 'at most 4000 tokens', undefined],
    [
      'has too many directives',
      ofEntry(`eventId ${'@skip(if: false) '.repeat(60)}`),
      'directives',
      undefined,
    ],
    ['is too deep', `{ ${'a { '.repeat(30)}b${' }'.repeat(30)} }`, '', undefined],
    [
      'names no operation of several',
      `subscription A { caseEvents { __typename } } subscription B { caseEvents { __typename } }`,
      'several operations',
      undefined,
    ],
    ['names no case', 'subscription { caseEvents(cases: []) { __typename } }', 'cases must name', 'cases'],
    ['names no type', 'subscription { caseEvents(types: []) { __typename } }', 'types must name', 'types'],
    [
      'names 101 cases',
      `subscription { caseEvents(cases: [${many(101, () => `"${randomId()}"`)}]) { __typename } }`,
      'cases must name',
      'cases',
    ],
    [
      'names a case that cannot be one',
      'subscription { caseEvents(cases: ["CANARY"]) { __typename } }',
      'not an id',
      'cases',
    ],
    [
      'begins twice',
      'subscription { caseEvents(after: "x", from: NOW) { __typename } }',
      'without a cursor',
      'from',
    ],
  ])('%s', async (_what, query, message, field) => {
    await expectRefused(query, 'INVALID_INPUT', message, field);
  });

  it('leaves its only field out', async () => {
    const literal = 'subscription { caseEvents @include(if: false) { __typename } }';
    expect((await refusalOf(literal)).extensions).toEqual({ code: 'INVALID_INPUT' });
    const variable = 'subscription ($no: Boolean!) { caseEvents @include(if: $no) { __typename } }';
    expect((await refusalOf(variable, { no: false })).extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('gives a variable that does not fit, which is not repeated', async () => {
    const refusal = await refusalOf(everything, { cases: { CANARY: 1 } });
    expect(refusal).toMatchObject({ extensions: { code: 'INVALID_INPUT', field: 'cases' } });
    expect(JSON.stringify(refusal)).not.toContain('CANARY":1');
  });

  it('has a cursor of another organisation, or one of nobody: the same answer', async () => {
    const cursors = ['cursor.northshire-board.1', 'CANARY'];
    const [theirs, none] = await Promise.all(cursors.map((after) => refusalOf(everything, { after })));
    expect(theirs).toMatchObject({
      extensions: { code: 'CURSOR_REFUSED', field: 'after', reason: 'NOT_YOURS' },
    });
    expect(none).toEqual(theirs);
  });

  it('has a cursor of a feed that is another now', async () => {
    const { extensions } = await refusalOf(everything, { after: 'cursor.northshire-police.77' });
    expect(extensions).toEqual({ code: 'CURSOR_REFUSED', field: 'after', reason: 'OUTDATED' });
  });

  it('names a case that must not be known to exist: it does not exist', async () => {
    const refusal = await refusalOf(everything, { cases: [ourCase, randomId()] });
    expect(refusal).toMatchObject({ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } });
  });

  it('is a subscription by POST', async () => {
    const answer = await gateway.ask(
      below('__typename'),
      {},
      { authorization: `Bearer ${await gateway.token()}` },
    );
    expect(answer.status).toBe(400);
    expect(answer.errors[0]).toMatchObject({
      message: expect.stringContaining('graphql-transport-ws'),
      extensions: { code: 'INVALID_INPUT' },
    });
  });
});

describe('a socket', () => {
  it('that sends a message of 5 MB is closed, and the others are served', async () => {
    const other = follow(await gateway.client());
    await other.until(1);
    const socket = await gateway.socket();
    const closed = closingOf(socket);
    socket.send(JSON.stringify({ type: 'ping', payload: { padding: 'x'.repeat(5_000_000) } }));
    expect(await closed).toMatchObject({ code: 1009 });
    gateway.feed.tell({ entry: anEntry('ContactReceived', {}) });
    await other.until(2);
    other.stop();
  });

  it.each<[string, string | Buffer, number]>([
    ['what is no message of the protocol', 'CANARY', 4400],
    ['bytes', Buffer.from('CANARY'), 4400],
    [
      'an operation before it says whose it is',
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: everything } }),
      4401,
    ],
  ])('that sends %s is closed', async (_what, message, code) => {
    const socket = await gateway.socket(null);
    const closed = closingOf(socket);
    socket.send(message);
    expect(await closed).toMatchObject({ code });
  });

  it('that says twice whose it is, or uses an id twice, is closed', async () => {
    const twice = await gateway.socket();
    const closed = closingOf(twice);
    twice.send(JSON.stringify({ type: 'connection_init' }));
    expect(await closed).toMatchObject({ code: 4429 });
    const same = await gateway.socket();
    const closedToo = closingOf(same);
    for (let n = 0; n < 2; n += 1)
      same.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: everything } }));
    expect(await closedToo).toMatchObject({ code: 4409 });
  });

  it('that never says whose it is is closed, and keeps no others out', async () => {
    const impatient = await startSubscribing({ initMilliseconds: 200, socketsWaiting: 2 });
    const silent = await Promise.all([impatient.socket(null), impatient.socket(null)]);
    const third = new WebSocket(impatient.url, 'graphql-transport-ws');
    const answered = await new Promise((resolve) => {
      third.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(answered).toBe(503);
    expect(await Promise.all(silent.map(closingOf))).toMatchObject([{ code: 4408 }, { code: 4408 }]);
    const following = follow(await impatient.client());
    await following.until(1);
    await impatient.stop();
  });

  it('speaks no other protocol, and is at no other place', async () => {
    const other = new WebSocket(gateway.url, 'graphql-ws');
    expect(await new Promise((resolve) => other.once('error', (error) => resolve(error.message)))).toContain(
      'subprotocol',
    );
    const elsewhere = new WebSocket(gateway.url.replace('/graphql', '/health/live'), 'graphql-transport-ws');
    const status = await new Promise((resolve) => {
      elsewhere.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(404);
  });

  it('of one person is one of few', async () => {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => gateway.socket()));
    const eleventh = follow(await gateway.client());
    expect(await eleventh.ended).toMatchObject({ code: 1013, reason: 'too-many-sockets' });
    const colleague = await gateway.token({ person: 'officer-two' });
    const other = follow(await gateway.client({ authorization: `Bearer ${colleague}` }));
    await other.until(1);
    other.stop();
    await Promise.all(sockets.map((socket) => (socket.close(), closingOf(socket))));
  });
});

describe('somebody with 10,000 subscriptions', () => {
  it('has as many as one may have; the rest are refused, and others are not affected', async () => {
    const socket = await gateway.socket();
    const refused: string[] = [];
    let answered = () => {};
    const all = new Promise<void>((resolve) => (answered = resolve));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as {
        type: string;
        payload: { extensions: { code: string } }[];
      };
      if (message.type === 'error') refused.push(message.payload[0]!.extensions.code);
      if (refused.length === 9_995) answered();
    });
    for (let n = 0; n < 10_000; n += 1)
      socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload: { query: everything } }));
    const colleague = await gateway.token({ person: 'officer-two' });
    const other = follow(await gateway.client({ authorization: `Bearer ${colleague}` }));
    await all;
    expect(new Set(refused)).toEqual(new Set(['TOO_MANY_REQUESTS']));
    gateway.feed.tell({ entry: anEntry('ContactReceived', {}) });
    await other.until(2);
    expect(gateway.feed.open).toBe(6);
    other.stop();
    socket.close();
    await closingOf(socket);
  });

  it('is told to ask more slowly', async () => {
    const slow = await startSubscribing({}, { requestsPerMinute: { subject: 3, organisation: 100 } });
    const client = await slow.client();
    const [one, two] = [follow(client), follow(client)];
    await Promise.all([one.until(1), two.until(1)]);
    const third = await follow(client).ended;
    expect(third).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
    await slow.stop();
  });
});

describe('a request that offers another protocol', () => {
  it('is answered as it is', async () => {
    const { port, hostname } = new URL(gateway.address);
    const body = JSON.stringify({ query: '{ me { person } }' });
    const connection = createConnection(Number(port), hostname);
    connection.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings, close\r\nupgrade: h2c\r\n` +
        `http2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\ncontent-type: application/json\r\n` +
        `authorization: Bearer ${await gateway.token()}\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    connection.write(body);
    const chunks: Buffer[] = [];
    const answer = await new Promise<string>((resolve) => {
      connection.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('utf8');
        if (text.includes('officer-one')) resolve(text);
      });
    });
    connection.destroy();
    expect(answer).toContain('HTTP/1.1 200 OK');
  });
});
