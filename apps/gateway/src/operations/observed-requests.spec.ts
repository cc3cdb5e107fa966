import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGateway, ourCase, type RunningGateway } from '../gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const canary = 'ZqOperationQz';
const query = `query ${canary} { ${canary}: timeline(caseId: "${ourCase}") { edges { node { eventId } } } }`;

const metrics = async (): Promise<string> => (await fetch(`${gateway.address}/metrics`)).text();
const countOf = async (labels: string): Promise<number> => {
  const line = (await metrics())
    .split('\n')
    .find((one) => one.startsWith(`throughline_request_seconds_count{${labels}}`));
  return Number(line?.split(' ')[1] ?? 0);
};
/** How a count of requests changes while something is done. */
const counted = async (kind: string, outcome: string, work: () => Promise<unknown>): Promise<number> => {
  const labels = `kind="${kind}",outcome="${outcome}"`;
  const before = await countOf(labels);
  await work();
  return (await countOf(labels)) - before;
};

/** Resolves when a condition holds; the test's own limit ends it where it never does. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds()));
};

describe('a request', () => {
  it('has one correlation in its answer and in every line that is logged about it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => gateway.ask(query, {}, { authorization: 'Bearer unknown' })),
    );
    const logged = gateway.behind.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.map(({ message }) => message)).toEqual(Array(8).fill('A token was refused.'));
    expect(new Set(logged.map(({ correlation }) => correlation))).toEqual(
      new Set(answers.map(({ headers }) => headers.get('x-correlation-id'))),
    );
  });

  it('has it too where its body comes later than its headers', async () => {
    const asking = request(`${gateway.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer unknown' },
    });
    const answering = once(asking, 'response') as Promise<[IncomingMessage]>;
    asking.flushHeaders();
    await until(async () => (await metrics()).includes('throughline_requests_under_way 1\n'));
    asking.end(JSON.stringify({ query }));
    const [answer] = await answering;
    answer.resume();
    expect(gateway.behind.log.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { message: 'A token was refused.', correlation: answer.headers['x-correlation-id'] },
    ]);
  });

  it('that meets a fault quotes its correlation, under which the log has it', async () => {
    gateway.behind.reading = () => {
      throw new Error('zq');
    };
    const answer = await gateway.ask(query);
    const id = answer.headers.get('x-correlation-id');
    expect(answer.errors.map(({ extensions }) => extensions)).toEqual([{ code: 'INTERNAL', id }]);
    expect(gateway.behind.log.join('')).toContain(`"correlation":"${id}"`);
  });

  it('takes the correlation that its caller brings, or that of the trace, and no other text', async () => {
    const brought = 'f7b0c6de-51d3-4a6e-9a0f-0c6c4c0b7e21';
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const correlation = async (headers: Record<string, string>) =>
      (await gateway.ask(query, {}, headers)).headers.get('x-correlation-id');
    expect(await correlation({ 'x-correlation-id': brought, traceparent })).toBe(brought);
    expect(await correlation({ traceparent })).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
    expect(await correlation({ 'x-correlation-id': canary, traceparent: canary })).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is counted by what it asked and what became of it', async () => {
    const mutation = `mutation { recordAgeClaim(
      action: { caseId: "${ourCase}", key: "key-number-one", occurred: "2010" }, details: { claimedBy: CHILD, age: 15 }
    ) { eventId } }`;
    expect(await counted('query', 'answered', () => gateway.ask(query))).toBe(1);
    expect(await counted('mutation', 'answered', () => gateway.ask(mutation))).toBe(1);
    expect(await counted('query', 'refused', () => gateway.ask(query, {}, { 'x-purpose': '' }))).toBe(1);
    expect(await counted('none', 'refused', () => gateway.ask('{ no', {}))).toBe(1);
    expect(await counted('none', 'refused', () => gateway.ask(query, {}, { authorization: '' }))).toBe(1);
    gateway.behind.disclosing = () => Promise.reject(new Error('disk full'));
    expect(await counted('query', 'failed', () => gateway.ask(query))).toBe(1);
  });

  it('has nothing in the metrics that its caller wrote', async () => {
    await gateway.ask(query, { [canary]: canary }, { 'user-agent': canary, 'x-purpose': canary });
    await fetch(`${gateway.address}/${canary}`);
    expect(await metrics()).not.toContain(canary);
  });

  it('is under way until it is answered, and abandoned where its caller has gone', async () => {
    let finish: () => void = () => undefined;
    gateway.behind.disclosing = () => new Promise((resolve) => (finish = resolve));
    const leaving = new AbortController();
    const underWay = async (count: number) =>
      (await metrics()).includes(`throughline_requests_under_way ${count}\n`);
    const abandoned = await counted('query', 'abandoned', async () => {
      const asked = fetch(`${gateway.address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer officer',
          'x-purpose': 'safeguarding',
        },
        body: JSON.stringify({ query }),
        signal: leaving.signal,
      });
      await until(() => underWay(1));
      leaving.abort();
      await expect(asked).rejects.toThrow();
      await until(() => underWay(0));
      finish();
    });
    expect(abandoned).toBe(1);
  });
});
