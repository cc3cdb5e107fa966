import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEntry, ourEvent } from '../behind-the-ports.fixture.js';
import { startGateway, type RunningGateway } from '../gateway.fixture.js';

describe('Where the link in a webhook leads, and who arranges webhooks', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(() => gateway.reset());
  afterAll(() => gateway.stop());

  const fetched = (id: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${gateway.address}/entries/${id}`, {
      headers: { authorization: 'Bearer officer', 'x-purpose': 'safeguarding', ...headers },
    });

  it('answers the entry to whoever may have it, after that is on record', async () => {
    const entry = anEntry('ContactReceived', {});
    gateway.behind.entries.push(entry);
    const response = await fetched(entry.eventId);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ eventId: entry.eventId });
    const { happened } = gateway.behind;
    expect(happened.map((what) => what.split(' ')[0])).toEqual([
      'planned',
      'recording',
      'disclosure',
      'opened',
    ]);
  });

  it('asks for a token and a purpose, and knows of nothing that is no id', async () => {
    expect((await fetched(ourEvent, { authorization: '' })).status).toBe(401);
    expect((await fetched(ourEvent, { 'x-purpose': '' })).status).toBe(400);
    expect((await fetched(ourEvent, { 'x-purpose': 'statistics' })).status).toBe(403);
    expect((await fetched('no-id')).status).toBe(404);
  });

  it('shows webhooks and what was given up to nobody who works on cases', async () => {
    for (const query of ['{ webhooks { url } }', `{ deadLetters(webhookId: "${ourEvent}") { id } }`])
      expect((await gateway.ask(query)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('answers the secret of a webhook that was registered', async () => {
    const { data, errors } = await gateway.ask(
      'mutation { registerWebhook(input: { key: "our-own-key", url: "https://hook.example/" }) { webhookId secret } }',
    );
    expect(errors).toEqual([]);
    expect(data?.registerWebhook).toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
  });
});
