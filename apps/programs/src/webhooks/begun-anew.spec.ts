import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { receiver, until, webhookWorld, type Received, type WebhookWorld } from './webhooks.fixture.js';

const hour = 60 * 60 * 1_000;
const typeOf = ({ body }: Received): string => (JSON.parse(body) as { readonly type: string }).type;
const saysSo = (one: Received): boolean => typeOf(one) === 'throughline.feed.begun-anew.v1';

describeOnEachDatabase('A webhook whose place is outdated', (make) => {
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
  const refusals = () => world.outcomes.filter((outcome) => outcome === 'refused').length;

  it('tells its receiver so before everything that is visible, until it is taken and through a restart', async () => {
    const { webhookId } = await world.register(hook.url);
    const stays = world.feed.tell('miriam');
    const ends = world.feed.tell('quan');
    let running = world.run();
    await until(async () => hook.received.length === 2 && (await world.waiting()) === 0);
    hook.answers(() => 500);
    const waits = world.feed.tell('rosa');
    await until(() => refusals() === 1);
    await running.stop();

    world.feed.hide(ends);
    world.feed.builtAnew();
    running = world.run();
    await until(() => refusals() === 2);
    await running.stop();
    world.later(hour);
    running = world.run();
    await until(() => refusals() === 3);
    hook.answers(() => 204);
    world.later(hour);
    await until(async () => (await world.waiting()) === 0);

    const anew = hook.received.slice(3);
    const [first] = anew;
    expect(anew.map(saysSo)).toEqual([true, true, true, false, false]);
    expect(new Set(anew.slice(0, 3).map(({ id }) => id)).size).toBe(1);
    expect(new Set(anew.slice(3).map(({ id }) => id))).toEqual(new Set([stays, waits]));
    const { id, time, ...told } = JSON.parse(first!.body) as Record<string, unknown>;
    expect(id).toBe(first!.id);
    expect(time).toBe('2026-11-22T10:00:00.000Z');
    expect(told).toEqual({
      ...{ specversion: '1.0', type: 'throughline.feed.begun-anew.v1', datacontenttype: 'application/json' },
      source: 'https://throughline.example',
      data: { webhookId, kind: 'begun-anew' },
    });
    expect(world.alarms).toEqual([{ kind: 'webhook-begun-anew', webhookId }]);
  });

  it('sends nothing of what is visible to a receiver that has not taken so, however often it has refused it', async () => {
    await world.register(hook.url);
    world.feed.tell('miriam');
    const running = world.run();
    await until(async () => hook.received.length === 1 && (await world.waiting()) === 0);
    await running.stop();
    world.feed.builtAnew();
    hook.answers((one) => (saysSo(one) ? 400 : 204));
    world.run();
    // After ten attempts another delivery is given up.
    for (const [refused, hours] of [1, 1, 1, 2, 5, 10, 14, 20, 24, 24].entries()) {
      await until(() => refusals() === refused + 1);
      world.later(hours * hour);
    }
    await until(() => refusals() === 11);
    expect(world.outcomes).not.toContain('given-up');
    expect(hook.received.slice(1).every(saysSo)).toBe(true);
  });
});
