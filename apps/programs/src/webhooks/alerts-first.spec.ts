import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { accepted } from '#kernel';
import { pause } from '#projections';
import { caseId } from './feed-in-memory.fixture.js';
import type { Source } from './source.js';
import { receiver, until, webhookWorld, type Received, type WebhookWorld } from './webhooks.fixture.js';

const minute = 60_000;
const isAlert = ({ id }: Received): boolean => id.startsWith('alert');

/** Tells of the alerts that were raised, once they are. */
const alertsOf = (world: WebhookWorld) => {
  const raised: string[] = [];
  const alertOf = (id: string) => ({
    ...{
      id,
      type: 'throughline.alert.missing-child.v1',
      caseId: caseId(id),
      time: world.clock.now(),
      data: {},
    },
  });
  const source: Source = {
    ...{ name: 'alerts', tellsOfBeginningAnew: false },
    again: ({ id }) => Promise.resolve(alertOf(id)),
    open: (_webhook, _who, start) => {
      let told = typeof start === 'string' ? 0 : Number(start.after);
      return Promise.resolve(
        accepted({
          close: () => undefined,
          next: async ({ signal }) => {
            if (told === raised.length) await pause(20, signal);
            const items = raised.slice(told).map((id) => {
              const alert = alertOf(id);
              return { id, kind: 'raised', caseId: alert.caseId, subjectId: id, delivered: () => alert };
            });
            told = raised.length;
            return { items, checkpoint: String(told), closing: null };
          },
        }),
      );
    },
  };
  return { source, raise: (id: string) => void raised.push(id) };
};

describeOnEachDatabase('An alert', (make) => {
  let world: WebhookWorld;
  let hook: Awaited<ReturnType<typeof receiver>>;
  let alerts: ReturnType<typeof alertsOf>;
  beforeEach(async () => {
    world = await webhookWorld(make);
    hook = await receiver();
    alerts = alertsOf(world);
    await world.register(hook.url);
  });
  afterEach(async () => {
    await world.close();
    await hook.close();
  });
  const run = () => world.run({ sources: [alerts.source, world.entries()] });
  const refusals = () => world.outcomes.filter((outcome) => outcome === 'refused').length;

  it('is told of while more entries wait than have room', async () => {
    hook.answers((one) => (isAlert(one) ? 204 : 500));
    for (let entries = 0; entries < 520; entries += 1) world.feed.tell('miriam');
    run();
    await until(async () => (await world.waiting()) >= 500);
    alerts.raise('alert');
    await until(() => hook.ids().includes('alert'));
  });

  it('is told of, and tried again on its own schedule, while the receiver asks to be left alone with entries', async () => {
    let alertsTaken = false;
    hook.answers((one) => (isAlert(one) ? (alertsTaken ? 204 : 500) : 429), { 'retry-after': '86400' });
    const entry = world.feed.tell('miriam');
    run();
    await until(() => refusals() === 1);
    world.feed.tell('quan');
    alerts.raise('alert');
    await until(() => refusals() === 2);
    // What it asks for with the alert itself is heard for so long and no longer.
    alertsTaken = true;
    world.later(4 * minute);
    alerts.raise('alert-of-another');
    await until(() => hook.ids().includes('alert-of-another'));
    expect(hook.ids()).toEqual([entry, 'alert', 'alert-of-another']);
    world.later(2 * minute);
    await until(() => hook.received.length === 4);
    expect(hook.ids().at(-1)).toBe('alert');
    await until(async () => (await world.waiting()) === 2);
  });

  it('is told of while entries cannot be read', async () => {
    hook.answers(async () => {
      await pause(100, new AbortController().signal);
      return 204;
    });
    const entries: Source = {
      ...world.entries(),
      open: () => Promise.reject(new Error('It cannot be read.')),
    };
    world.run({ sources: [alerts.source, entries] });
    alerts.raise('alert');
    await until(() => world.outcomes.includes('delivered'));
    expect(hook.ids()).toEqual(['alert']);
    expect(world.alarms).toContainEqual(expect.objectContaining({ kind: 'webhook-stalled', attempt: 1 }));
  });
});
