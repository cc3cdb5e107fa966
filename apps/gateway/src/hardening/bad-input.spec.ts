import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { officer, ourCase, startGateway, type Answer, type RunningGateway } from '../gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ settings: { introspection: false, production: true } });
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const me = '{ me { person } }';
const mutation = `mutation($action: ActionInput!, $details: AgeClaimedInput!) {
  recordAgeClaim(action: $action, details: $details) { eventId }
}`;
const action = { caseId: ourCase, key: 'key-number-one', occurred: '2010-11-01' };
const details = { claimedBy: 'CHILD', age: 15 };

/** Nothing reached the other side, and the answer is typed, helpful, and repeats and suggests nothing. */
const expectRefused = (answer: Answer, status: number, message: string, field?: string): void => {
  expect(answer.status).toBe(status);
  expect(answer.errors[0]?.extensions).toEqual({
    code: 'INVALID_INPUT',
    ...(field === undefined ? {} : { field }),
  });
  expect(answer.errors[0]?.message).toContain(message);
  expect(answer.text).not.toMatch(/did you mean|suggestion|CANARY/i);
  expect(gateway.behind.happened).toEqual([]);
  expect(gateway.behind.recorded).toEqual([]);
  expect(gateway.behind.log.join('')).not.toContain('CANARY');
};

describe('a query that is refused', () => {
  it.each([
    ['names an unknown field', '{ me { persn } }', 'no field "persn"', 'persn'],
    ['names an unknown type', '{ me { ... on Mi { person } } }', 'no type "Mi"', undefined],
    ['gives an unknown argument', `{ case(id: "${ourCase}", on: 1) { caseId } }`, 'no argument "on"', 'on'],
    [
      'leaves out a needed argument',
      '{ case { caseId } }',
      'needs the argument that the published',
      undefined,
    ],
    ['has no selection', '{ me }', 'which fields of "me"', 'me'],
    ['is not GraphQL', '{ me { person "CANARY" }', 'not GraphQL where the location says', undefined],
    ['asks for the schema', '{ __schema { types { name } } }', 'schema is not told', undefined],
    [
      'is 30 levels deep',
      `{ ${'me { '.repeat(30)}person${' }'.repeat(30)} }`,
      'nested too deeply',
      undefined,
    ],
    [
      'has 200 aliases',
      `{ ${Array.from({ length: 200 }, (_, n) => `a${n}: me { person }`).join(' ')} }`,
      'aliases',
      undefined,
    ],
    [
      'has 200 aliases of __typename',
      `{ me { ${Array.from({ length: 200 }, (_, n) => `a${n}: __typename`).join(' ')} } }`,
      'aliases',
      undefined,
    ],
    [
      'has 200 aliases in a fragment',
      `{ me { ...Many } } fragment Many on Me { ${Array.from({ length: 200 }, (_, n) => `a${n}: role`).join(' ')} }`,
      'aliases',
      undefined,
    ],
    [
      'has 200 aliases on one type of entry',
      `{ entry(id: "${ourCase}") { ${Array.from({ length: 200 }, (_, n) => `... on ContactReceived { a${n}: account }`).join(' ')} } }`,
      'aliases',
      undefined,
    ],
    ['has too many tokens', `{ me { ${'person '.repeat(20_000)} } }`, 'at most 4000 tokens', undefined],
    [
      'has too many directives',
      `{ me { person ${'@skip(if: false) '.repeat(60)} } }`,
      'directives',
      undefined,
    ],
    [
      'asks for many long pages at once',
      `{ ${Array.from(
        { length: 25 },
        (_, n) => `t${n}: timeline(caseId: "${ourCase}", first: 100) { edges { node {
        eventId caseId level type kindOfWork occurred recordedAt visibleFrom policyVersion } } }`,
      ).join(' ')} }`,
      'too much at once',
      undefined,
    ],
  ])('%s', async (_what, query, message, field) => {
    expectRefused(await gateway.ask(query), 400, message, field);
  });

  it('is a subscription, which is for a WebSocket', async () => {
    const query = 'subscription { caseEvents { __typename } }';
    expectRefused(await gateway.ask(query), 400, 'Subscribe over a WebSocket');
  });

  it('tells no more than five mistakes', async () => {
    const answer = await gateway.ask(`{ me { ${Array.from({ length: 50 }, (_, n) => `x${n}`).join(' ')} } }`);
    expect(answer.status).toBe(400);
    expect(answer.errors.length).toBeLessThanOrEqual(6);
  });

  it('whose fragments spread each other twice is refused or answered at once', async () => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Me { ...F${n + 1} ...F${n + 1} }`,
    );
    const before = performance.now();
    await gateway.ask(`{ me { ...F0 } } ${fragments.join(' ')} fragment F40 on Me { person }`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('a value that is refused', () => {
  it.each([
    ['is of another type', { details: { ...details, age: 'CANARY' } }, 'details.age', 'details.age'],
    [
      'is not in its list',
      { details: { ...details, claimedBy: 'CANARY at "x.y"' } },
      'details.claimedBy',
      'details.claimedBy',
    ],
    ['is in no field', { details: { ...details, whim: 'CANARY' } }, 'no field "whim"', 'whim'],
    ['is missing', { details: { age: 15 } }, 'needs the field that the published', undefined],
    ['is no list', { details: 'CANARY' }, 'variable $details', 'details'],
  ])('%s', async (_what, changed, message, field) => {
    expectRefused(await gateway.ask(mutation, { action, ...changed }), 400, message, field);
  });

  it('stands in the query itself, and is not repeated', async () => {
    const inline = `mutation { recordAgeClaim(
      action: { caseId: "${ourCase}", key: "key-number-one", occurred: "2010" }, details: { claimedBy: CHILD, age: "CANARY" }
    ) { eventId } }`;
    expectRefused(await gateway.ask(inline), 400, 'not one that its place takes');
  });

  it.each([
    [
      'a page of 10,000',
      `timeline(caseId: "${ourCase}", first: 10000)`,
      'first must be from 1 to 100',
      'first',
    ],
    ['a page of none', `timeline(caseId: "${ourCase}", first: 0)`, 'first must be from 1 to 100', 'first'],
    ['a malformed cursor', `timeline(caseId: "${ourCase}", after: "CANARY")`, 'not a token', 'after'],
    ['a malformed position', `timeline(caseId: "${ourCase}", atLeast: "CANARY")`, 'not a token', 'atLeast'],
    ['an instant that is none', `timeline(caseId: "${ourCase}", asOf: "CANARY")`, 'not an instant', 'asOf'],
    ['an id that is none', 'timeline(caseId: "CANARY")', 'not an id', 'caseId'],
  ])('%s', async (_what, field, message, named) => {
    expectRefused(await gateway.ask(`{ ${field} { pageInfo { hasNextPage } } }`), 200, message, named);
  });

  it('a cursor of another kind of page', async () => {
    const cases = await gateway.ask('{ cases { pageInfo { endCursor } } }');
    const { endCursor } = (cases.data as { cases: { pageInfo: { endCursor: string } } }).cases.pageInfo;
    gateway.reset();
    const query = `query($after: String) { timeline(caseId: "${ourCase}", after: $after) { pageInfo { hasNextPage } } }`;
    expectRefused(await gateway.ask(query, { after: endCursor }), 200, 'not a token', 'after');
  });

  it('two actions of one request', async () => {
    const field = 'recordAgeClaim(action: $action, details: $details) { eventId }';
    const two = mutation.replace(/\{[^]*\}/, `{ one: ${field} two: ${field} }`);
    expectRefused(
      await gateway.ask(two, { action, details }),
      200,
      'one action in a request',
      'recordAgeClaim',
    );
  });
});

describe('a request that is refused', () => {
  it.each([
    ['broken JSON', '{ "query": "CANARY', {}, 400, 'not JSON'],
    ['a body of 5 MB', JSON.stringify({ query: me, padding: 'x'.repeat(5_000_000) }), {}, 413, 'too long'],
    ['text', JSON.stringify({ query: me }), { 'content-type': 'text/plain' }, 415, 'Send JSON'],
    ['a form', 'query=CANARY', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'Send JSON'],
    ['several queries at once', JSON.stringify([{ query: me }, { query: me }]), {}, 400, 'one query'],
    ['no query', '{}', {}, 400, 'text of a GraphQL query'],
    ['variables that are none', JSON.stringify({ query: me, variables: 'CANARY' }), {}, 400, 'variables'],
  ])('%s', async (_what, body, headers, status, message) => {
    const answer = await gateway.send(body, headers);
    expect(answer.errors[0]?.extensions['code']).toBe('INVALID_INPUT');
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
    expect(answer.text).not.toContain('CANARY');
  });

  it('brings no token, or one that is not good: the same answer, and the reason in the log alone', async () => {
    const none = await gateway.ask(me, {}, { authorization: undefined });
    const expired = await gateway.ask(me, {}, { authorization: 'Bearer stale' });
    expect([none.status, expired.status]).toEqual([401, 401]);
    expect(none.text).toBe(expired.text);
    expect(none.errors[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(gateway.behind.log.join('')).toContain('"code":"expired"');
  });

  it('comes by GET, or to a place that is not there', async () => {
    const get = await fetch(`${gateway.address}/graphql?query=${encodeURIComponent(me)}`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const nowhere = await fetch(`${gateway.address}/dev/people`);
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      { errors: [{ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } }] },
    ]);
  });
});

describe('every answer', () => {
  it('has the headers that keep it out of caches and frames, and one id for what it caused', async () => {
    const correlation = '7B7C0F0A-62D1-4B8F-9D3A-1F2E3D4C5B6A';
    const brought = await gateway.ask(me, {}, { 'x-correlation-id': correlation });
    expect(brought.headers.get('x-correlation-id')).toBe(correlation.toLowerCase());
    expect(brought.headers.get('cache-control')).toBe('no-store');
    expect(brought.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(brought.headers.get('strict-transport-security')).toContain('max-age');
    const made = await gateway.ask(me, {}, { 'x-correlation-id': 'CANARY' });
    expect(made.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('somebody who asks too often', () => {
  it.each([
    ['person', { subject: 3, organisation: 100 }],
    ['organisation', { subject: 100, organisation: 3 }],
  ])('is told when to ask again, by the limit of the %s', async (_whose, requestsPerMinute) => {
    const throttled = await startGateway({ settings: { requestsPerMinute } });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await throttled.ask(me));
    await throttled.stop();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.errors[0]?.extensions).toEqual({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers[3]?.text).not.toContain(officer.person);
  });
});
