import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { StoreUnavailable } from '#event-store';
import { DatabaseAway } from '#platform';
import { KeyProviderUnavailable } from '#sealing';
import { anEntry, ourCase, startGateway, type RunningGateway } from '../gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const secret = 'CANARY-she-told-us-his-name';
const query = `{ timeline(caseId: "${ourCase}") { edges { node { eventId ... on ContactReceived { channel } } } } }`;

const expectMasked = (answer: { readonly text: string }) => {
  expect(answer.text).not.toContain('CANARY');
  expect(answer.text).toContain('INTERNAL');
  const log = gateway.behind.log.join('');
  expect(log).not.toContain('CANARY');
  const id = /"id":"([0-9a-f-]{36})"/.exec(answer.text)?.[1] ?? 'none';
  expect(log).toContain(id);
};

describe('what is away', () => {
  it.each([
    ['the database', new DatabaseAway('connection-lost', '57P01')],
    ['the event log', new StoreUnavailable('away')],
    ['the keys', new KeyProviderUnavailable('unreachable', 'The key service does not answer.')],
  ])('is told as that, and may be asked again: %s', async (_, problem) => {
    gateway.behind.reading = () => {
      throw problem;
    };
    const answer = await gateway.ask(query);
    expect(answer.text).toContain('UNAVAILABLE');
    expect(answer.text).not.toContain('INTERNAL');
    expect(gateway.behind.log.join('')).toContain(problem.name);
  });
});

describe('what was not foreseen', () => {
  it('leaves no trace of its message in the answer or the log, only an id in both', async () => {
    gateway.behind.reading = () => {
      throw new Error(secret);
    };
    expectMasked(await gateway.ask(query));
  });

  it('is masked too where it looks like an error of GraphQL', async () => {
    gateway.behind.reading = () => {
      throw new GraphQLError(`Argument "${secret}"`, { extensions: { code: 'BAD_USER_INPUT', secret } });
    };
    expectMasked(await gateway.ask(query));
  });

  it('is masked where a stored value does not fit the schema', async () => {
    gateway.behind.entries.push(anEntry('ContactReceived', { channel: secret }));
    expectMasked(await gateway.ask(query));
  });

  it('is masked where an action fails', async () => {
    gateway.behind.recording = () => {
      throw new TypeError(secret);
    };
    const mutation = `mutation { recordAgeClaim(
      action: { caseId: "${ourCase}", key: "key-number-one", occurred: "2010" }, details: { claimedBy: CHILD, age: 15 }
    ) { eventId } }`;
    expectMasked(await gateway.ask(mutation));
  });
});
