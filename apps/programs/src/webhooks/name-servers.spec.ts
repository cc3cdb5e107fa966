import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import type { LookUp } from './look-up.js';
import { receiver, until, webhookWorld, type WebhookWorld } from './webhooks.fixture.js';

describeOnEachDatabase('A webhook whose name server does not answer', (make) => {
  let world: WebhookWorld;
  let [silent, hook]: Awaited<ReturnType<typeof receiver>>[] = [];
  beforeEach(async () => {
    world = await webhookWorld(make);
    [silent, hook] = [await receiver(), await receiver()];
  });
  afterEach(async () => {
    await world.close();
    for (const one of [silent, hook]) await one?.close();
  });

  it('holds up no other, fails within the time of an attempt, and is tried again', async () => {
    let answers = false;
    const lookUp: LookUp = (host) =>
      host === 'silent.example' && !answers ? new Promise(() => undefined) : Promise.resolve(['127.0.0.1']);
    await world.register(silent!.url.replace('127.0.0.1', 'silent.example'));
    await world.register(hook!.url);
    const ids = Array.from({ length: 8 }, (_, number) => world.feed.tell(`case-${number}`));
    const running = world.run({ lookUp, patience: 300 });
    await until(() => hook!.received.length === ids.length);
    await until(() => world.outcomes.filter((outcome) => outcome === 'no-answer').length === ids.length);
    expect(silent!.received).toEqual([]);
    await running.stop();
    answers = true;
    world.later(60_000);
    world.run({ lookUp });
    await until(() => silent!.received.length === ids.length);
    expect(new Set(silent!.ids())).toEqual(new Set(ids));
  });

  it('is left at once when everything ends', async () => {
    await world.register(silent!.url.replace('127.0.0.1', 'silent.example'));
    let asked = false;
    const lookUp: LookUp = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    world.feed.tell('miriam');
    const running = world.run({ lookUp, patience: 60_000 });
    await until(() => asked);
    await running.stop();
    expect(world.outcomes).toEqual([]);
  });
});
