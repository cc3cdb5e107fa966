import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { describeOnEachDatabase } from '#platform/testing';
import { agreeToFullContent } from '#recording';
import { caseId, secretWords } from './feed-in-memory.fixture.js';
import { receiver, until, webhookWorld, type Received, type WebhookWorld } from './webhooks.fixture.js';

const hour = 60 * 60 * 1_000;

/** As a receiver reads it, by libraries that this product does not sign or write with. */
const read = ({ headers, body }: Received) => {
  const event = HTTP.toEvent<Record<string, unknown>>({ headers, body });
  if (!(event instanceof CloudEvent)) throw new Error('It is not one event.');
  return event;
};
const isSigned = ({ headers, body }: Received, secret: string): boolean => {
  try {
    // The library compares the time with its own clock, and the story has another.
    const now = Date.now;
    Date.now = () => Number(headers['webhook-timestamp']) * 1_000;
    try {
      new Webhook(secret).verify(body, headers as Record<string, string>);
    } finally {
      Date.now = now;
    }
    return true;
  } catch {
    return false;
  }
};

describeOnEachDatabase('The webhooks of an organisation', (make) => {
  let world: WebhookWorld;
  let hook: Awaited<ReturnType<typeof receiver>>;

  beforeEach(async () => {
    world = await webhookWorld(make);
    hook = await receiver();
  });
  afterEach(async () => {
    await world.close();
    await hook.close();
  });
  const stood = (webhookId: string) => world.standings.of(webhookId);

  it('are sent thin CloudEvents, signed, that say of what case and where it can be read, and nothing else', async () => {
    const { webhookId, secret } = await world.register(hook.url);
    const id = world.feed.tell('miriam');
    world.run();
    await until(() => hook.received.length === 1);
    const [one] = hook.received;
    const event = read(one!);
    expect(event.toJSON()).toEqual({
      ...{
        specversion: '1.0',
        id,
        source: 'https://throughline.example',
        type: 'throughline.entry.ContactReceived.v1',
      },
      ...{ subject: caseId('miriam'), time: '2026-11-22T10:00:00.000Z', datacontenttype: 'application/json' },
      data: {
        ...{ caseId: caseId('miriam'), kind: 'entry', eventId: world.feed.disclosed[0] },
        link: `https://throughline.example/entries/${world.feed.disclosed[0]}`,
      },
    });
    expect(isSigned(one!, secret!)).toBe(true);
    expect(isSigned({ ...one!, body: one!.body.replace('entry', 'ended') }, secret!)).toBe(false);
    await until(async () => (await stood(webhookId)).waiting === 0);
  });

  it('are sent the entries themselves only while that is agreed', async () => {
    const full = { content: 'full' } as const;
    const asked = {
      ...world.act(),
      url: hook.url,
      cases: null,
      types: null,
      startsWith: 'beginning',
      ...full,
    } as const;
    expect(await world.webhooks.register(asked)).toMatchObject({
      ok: false,
      reason: { rule: 'full-content-is-agreed' },
    });
    const agreed = await agreeToFullContent(world, {
      organisation: 'northbridge',
      from: '2026-11-22',
      until: '2026-11-22',
    });
    await world.known.readyAt(agreed.position, { timeoutMs: 5_000 });
    await world.register(hook.url, full);
    world.run();
    world.feed.tell('miriam');
    await until(() => hook.received.length === 1);
    expect(read(hook.received[0]!).data).toMatchObject({ entry: { details: { account: secretWords } } });
    world.later(15 * hour);
    world.feed.tell('miriam');
    await until(() => hook.received.length === 2);
    expect(hook.received[1]!.body).not.toContain(secretWords);
    await until(() => JSON.stringify(world.feed.subscribed.at(-1)).includes('"full":false'));
  });

  it('get each case in order, and other cases go on while one is tried again', async () => {
    const { webhookId } = await world.register(hook.url);
    const [first, second, other] = [
      world.feed.tell('miriam'),
      world.feed.tell('miriam'),
      world.feed.tell('quan'),
    ];
    const tries = () => hook.ids().filter((id) => id === first).length;
    hook.answers(({ id }) => (id === first && tries() < 3 ? 500 : 204));
    world.run();
    await until(() => hook.ids().includes(other));
    for (let failed = 1; failed < 3; failed += 1) {
      await until(() => world.outcomes.filter((outcome) => outcome === 'refused').length === failed);
      expect(hook.ids()).not.toContain(second);
      world.later(hour);
    }
    await until(() => hook.ids().includes(second));
    expect(hook.ids().filter((id) => id !== other)).toEqual([first, first, first, second]);
    await until(async () => (await stood(webhookId)).failingSince === null);
  });

  it('do not wait for a receiver that is slow, nor for one that is dead', async () => {
    const slow = await receiver();
    const dead = await receiver();
    let release: () => void = () => undefined;
    slow.answers(() => new Promise((answered) => (release = () => answered(204))));
    await dead.close();
    await world.register(slow.url);
    await world.register(dead.url);
    await world.register(hook.url);
    world.run();
    const ids = Array.from({ length: 20 }, (_, number) => world.feed.tell(`case-${number}`));
    await until(() => hook.received.length === ids.length);
    expect(new Set(hook.ids())).toEqual(new Set(ids));
    expect(slow.received.length).toBeLessThanOrEqual(4);
    expect(world.outcomes).toContain('no-answer');
    release();
    await slow.close();
  });

  it('are tried on after so long without an answer', async () => {
    hook.answers(() => new Promise(() => undefined));
    await world.register(hook.url);
    world.feed.tell('miriam');
    world.run({ patience: 50 });
    await until(() => world.outcomes.includes('no-answer'));
  });

  it('are paused where the receiver is gone, and go on where they were when they are resumed', async () => {
    const { webhookId } = await world.register(hook.url);
    hook.answers(() => 410);
    const id = world.feed.tell('miriam');
    world.run();
    await until(() => world.known.webhook(webhookId)?.paused?.because === 'receiver-gone');
    const missed = world.feed.tell('miriam');
    hook.answers(() => 204);
    await world.followed(await world.webhooks.resume({ ...world.act(), webhookId }));
    await until(() => hook.ids().includes(missed));
    expect(hook.ids()).toEqual([id, id, missed]);
  });

  it('follow no redirect, and wait as long as the receiver asks, within bounds', async () => {
    await world.register(hook.url);
    const elsewhere = await receiver();
    hook.answers(() => 307, { location: elsewhere.url, 'retry-after': '7200' });
    world.feed.tell('miriam');
    world.run();
    await until(() => world.outcomes.includes('refused'));
    world.later(hour);
    world.feed.tell('quan');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([hook.received.length, elsewhere.received.length]).toEqual([1, 0]);
    hook.answers(() => 204);
    world.later(hour);
    await until(() => hook.received.length === 3);
    await elsewhere.close();
  });

  it('give up after ten attempts, go on with what came later, and send what was given up when it is asked for', async () => {
    const { webhookId } = await world.register(hook.url);
    const first = world.feed.tell('miriam');
    const second = world.feed.tell('miriam');
    hook.answers(({ id }) => (id === first ? 503 : 204));
    world.run();
    const minutes = [1, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
    for (const [failed, wait] of minutes.entries()) {
      await until(() => world.outcomes.filter((outcome) => outcome === 'refused').length === failed + 1);
      world.later(wait * 60_000);
    }
    await until(() => hook.ids().includes(second));
    expect(hook.ids().filter((id) => id === first)).toHaveLength(10);
    const [letter] = await world.standings.deadLetters(webhookId, 10);
    expect(letter).toMatchObject({ id: first, attempts: 10, status: 503 });
    hook.answers(() => 204);
    const before = hook.received.length;
    await world.followed(await world.webhooks.replay({ ...world.act(), webhookId, deliveries: [first] }));
    await until(() => hook.received.length === before + 1);
    expect(hook.ids().at(-1)).toBe(first);
    await until(async () => (await stood(webhookId)).deadLetters === 0);
  });

  it('are not sent what is no longer theirs to see, when it is tried again or asked for again', async () => {
    const { webhookId } = await world.register(hook.url);
    const id = world.feed.tell('miriam');
    hook.answers(() => 500);
    world.run();
    await until(() => world.outcomes.includes('refused'));
    world.feed.hide(id);
    hook.answers(() => 204);
    world.later(hour);
    await until(() => world.outcomes.includes('not-to-be-sent'));
    expect(hook.received).toHaveLength(1);
    expect(await stood(webhookId)).toMatchObject({ waiting: 0, deadLetters: 0 });
  });

  it('are told, also by a later attempt, what has ended for them alone: with a link, or with its type', async () => {
    const to = async (more: Partial<Parameters<typeof world.register>[1]>) => {
      const one = await receiver();
      one.answers(({ body }) => (body.includes('ended') && one.received.length < 3 ? 500 : 204));
      await world.register(one.url, { ...more });
      return one;
    };
    const hooks = [
      await to({ cases: [caseId('quan')] }),
      await to({ types: ['ReferralMade'] }),
      await to({ cases: [caseId('miriam')], types: ['ReferralMade'] }),
    ];
    world.run();
    const id = world.feed.tell('miriam');
    for (const one of hooks) await until(() => one.ids().includes(id));
    const ended = world.feed.tellEndFor(id);
    for (const one of hooks) await until(() => one.ids().includes(ended));
    await until(() => world.outcomes.filter((outcome) => outcome === 'refused').length === hooks.length);
    world.later(hour);
    for (const one of hooks) {
      await until(() => one.ids().filter((sent) => sent === ended).length === 2);
      await one.close();
    }
  });

  it('are told what has ended', async () => {
    await world.register(hook.url);
    world.run();
    const id = world.feed.tell('miriam');
    await until(() => hook.received.length === 1);
    world.feed.tellEnd(id);
    await until(() => hook.received.length === 2);
    expect(read(hook.received[1]!)).toMatchObject({
      type: 'throughline.entry.ended.v1',
      data: { kind: 'ended' },
    });
  });

  it('are signed with the secret before it too, for a day after a rotation', async () => {
    const { webhookId, secret: old } = await world.register(hook.url);
    world.run();
    const rotated = await world.followed(await world.webhooks.rotateSecret({ ...world.act(), webhookId }));
    world.feed.tell('miriam');
    await until(() => hook.received.length === 1);
    expect([old, rotated.secret].map((secret) => isSigned(hook.received[0]!, secret!))).toEqual([true, true]);
    world.later(25 * hour);
    world.feed.tell('miriam');
    await until(() => hook.received.length === 2);
    expect([old, rotated.secret].map((secret) => isSigned(hook.received[1]!, secret!))).toEqual([
      false,
      true,
    ]);
  });

  it('go on after a restart where they were, whether anything was under way or not', async () => {
    await world.register(hook.url);
    const first = world.feed.tell('miriam');
    const running = world.run();
    await until(() => hook.received.length === 1);
    hook.answers(() => new Promise(() => undefined));
    const second = world.feed.tell('miriam');
    await until(() => hook.received.length === 2);
    await running.stop();
    hook.answers(() => 204);
    const third = world.feed.tell('miriam');
    world.run();
    await until(() => hook.received.length === 4);
    expect(hook.ids()).toEqual([first, second, second, third]);
  });

  it('are forgotten when they are removed, and nobody of another organisation can tell that they are there', async () => {
    const { webhookId } = await world.register(hook.url);
    world.feed.tell('miriam');
    world.run();
    await until(() => hook.received.length === 1);
    const { principal } = world.act();
    const stranger = { ...principal, organisation: 'northmere-police' };
    const hidden = await world.webhooks.remove({ ...world.act(), principal: stranger, webhookId });
    expect(hidden).toEqual({ ok: false, reason: { code: 'NOT_FOUND' } });
    await world.followed(await world.webhooks.remove({ ...world.act(), webhookId }));
    await until(async () => (await stood(webhookId)).beganAt === null);
    world.feed.tell('miriam');
    expect(hook.received).toHaveLength(1);
  });

  it('leave nothing of what they carry in logs, in tables or in the clear of an event', async () => {
    const agreed = await agreeToFullContent(world, {
      organisation: 'northbridge',
      from: '2026-11-01',
      until: null,
    });
    await world.known.readyAt(agreed.position, { timeoutMs: 5_000 });
    const { secret } = await world.register(hook.url, { content: 'full' });
    hook.answers(() => 410);
    world.feed.tell('miriam');
    world.run();
    await until(() => world.alarms.length > 0);
    const inLog: unknown[] = [];
    for await (const event of world.store.readAll({})) inLog.push(event);
    const rows = await world.database.reader.selectFrom('webhook_delivery').selectAll().execute();
    expect(rows).toHaveLength(1);
    const kept = JSON.stringify([inLog, rows, world.alarms, world.lines]);
    for (const word of [secretWords, secret!, hook.url, '127.0.0.1']) expect(kept).not.toContain(word);
  });
});
