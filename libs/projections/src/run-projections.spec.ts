import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { StoreUnavailable, type EventStore } from '#event-store';
import { describeOnEachDatabase } from '#platform/testing';
import { SlotsDiffer, ViewNotReady, seeThatSlotsFit, type DividedProjection } from '#projections';
import { counting, countingAs, patiently, read, workshop, type Workshop } from './projections.fixture.js';

describeOnEachDatabase('a projection', (make) => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await workshop(make);
  });
  afterEach(() => shop.close());

  const types = async () => (await read(shop.database)).types;
  const settled = async (): Promise<boolean> => shop.progress.waitFor(await shop.store().head(), patiently);

  it('takes in what is there and what comes, each event once', async () => {
    await shop.append('one');
    await shop.append('two');
    const { alarms, observed } = shop.run(counting());
    await shop.append('three');
    expect(await shop.progress.waitFor(await shop.append('four'), patiently)).toBe(true);
    expect(await types()).toEqual(['one', 'two', 'three', 'four']);
    expect(alarms).toEqual([]);
    const taken = observed.flatMap((one) => (one.kind === 'batch' ? [one.events] : []));
    expect(taken.reduce((sum, events) => sum + events, 0)).toBe(4);
  });

  it('goes on after its checkpoint when it was stopped, however often, and loses nothing', async () => {
    const told: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { stop } = shop.run(counting());
      told.push(...(await shop.appendSome(7)));
      if (round % 2 === 0) expect(await settled()).toBe(true);
      await stop();
    }
    shop.run(counting());
    expect(await settled()).toBe(true);
    expect(await types()).toEqual(told);
  });

  it('cannot be read before it has been built to the end of the log', async () => {
    await shop.appendSome(3);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const slow = counting({
      apply: async (transaction, events) => {
        await counting().of({ projection: 'counting', slot: 0, slots: 1 }).apply(transaction, events);
        await held;
      },
    });
    expect(await shop.progress.waitFor(null, { timeoutMs: 1 })).toBe(false);
    await expect(read(shop.database)).rejects.toThrow(ViewNotReady);
    shop.run(slow);
    expect(await shop.progress.waitFor(null, { timeoutMs: 100 })).toBe(false);
    goOn();
    expect(await shop.progress.waitFor(null, patiently)).toBe(true);
    expect(await types()).toHaveLength(3);
  });

  it('undoes a batch that fails, says so, and tries it again', async () => {
    let failures = 2;
    let forgotten = 0;
    const plain = counting().of({ projection: 'counting', slot: 0, slots: 1 });
    const stubborn = counting({
      forget: () => (forgotten += 1),
      apply: async (transaction, events) => {
        await plain.apply(transaction, events);
        if (failures > 0) {
          failures -= 1;
          throw Object.assign(new Error('a child was named here'), { code: 'OUT_OF_LUCK' });
        }
      },
    });
    const position = await shop.append('one');
    const { alarms } = shop.run(stubborn);
    expect(await shop.progress.waitFor(position, patiently)).toBe(true);
    expect(await types()).toEqual(['one']);
    expect(forgotten).toBeGreaterThanOrEqual(2);
    expect(alarms).toMatchObject([
      { kind: 'stalled', projection: 'counting', slot: 0, attempt: 1, problem: { code: 'OUT_OF_LUCK' } },
      { kind: 'stalled', attempt: 2 },
    ]);
    expect(JSON.stringify(alarms)).not.toContain('child');
  });

  it('comes back when the log was away, or ended its subscription', async () => {
    let [away, ended] = [1, 1];
    const store = shop.store();
    const unsteady: EventStore = {
      ...store,
      subscribe: async function* (subscription) {
        if (away > 0) {
          away -= 1;
          throw new StoreUnavailable('away');
        }
        if (ended > 0) {
          ended -= 1;
          return;
        }
        yield* store.subscribe(subscription);
      },
    };
    const position = await shop.append('one');
    const { alarms } = shop.run(counting(), { store: unsteady });
    expect(await shop.progress.waitFor(position, patiently)).toBe(true);
    expect(alarms).toMatchObject([
      { kind: 'stalled', problem: { name: 'StoreUnavailable' } },
      { kind: 'stalled', problem: { name: 'SubscriptionEnded' } },
    ]);
  });

  it('does not move a checkpoint that somebody else has moved', async () => {
    const { alarms } = shop.run(counting());
    await shop.progress.waitFor(await shop.append('one'), patiently);
    const elsewhere = await shop.append('read', 'access-a');
    await shop.database.writer.updateTable('projection_build').set({ position: elsewhere }).execute();
    expect(await shop.progress.waitFor(await shop.append('two'), patiently)).toBe(true);
    expect(await types()).toEqual(['one', 'two']);
    expect(alarms).toMatchObject([{ kind: 'stalled', problem: { name: 'CheckpointMoved' } }]);
  });

  it('is not level with an event that the server which is asked does not have yet', async () => {
    let stopped = false;
    const store = shop.store();
    shop.run(
      counting({
        apply: async () => {
          if (stopped) throw new Error('stopped');
        },
      }),
    );
    const one = await shop.append('one');
    expect(await shop.progress.waitFor(one, patiently)).toBe(true);
    stopped = true;
    const two = await shop.append('two');
    const behind: EventStore = {
      ...store,
      head: () => Promise.resolve(one),
      readAll: async function* (read) {
        for await (const event of store.readAll(read)) if (event.position <= one) yield event;
      },
    };
    expect(await shop.progressOf(behind).waitFor(two, { timeoutMs: 300 })).toBe(false);
  });

  it('has nothing to wait for where the log holds events of other streams only', async () => {
    shop.run(counting());
    const one = await shop.append('one');
    await shop.progress.waitFor(one, patiently);
    const elsewhere = await shop.append('read', 'access-a');
    expect(await shop.progress.waitFor(elsewhere, { timeoutMs: 1_000 })).toBe(true);
    expect((await read(shop.database)).positions).toEqual([one]);
  });

  it('says after the time given that it has not come so far', async () => {
    shop.run(counting());
    expect(await shop.progress.waitFor(null, patiently)).toBe(true);
    const position = await shop.append('one');
    await settled();
    await shop.database.writer.updateTable('projection_build').set({ position: null }).execute();
    expect(await shop.progress.waitFor(position, { timeoutMs: 50 })).toBe(false);
    expect(await shop.progress.lag()).toMatchObject([{ projection: 'counting', slot: 0, events: 1 }]);
  });

  it('is built again, and says so, where an older log was put in the place of the one that it was built from', async () => {
    await shop.appendSome(3);
    const { stop } = shop.run(counting());
    expect(await settled()).toBe(true);
    await stop();
    await shop.replaceLog();
    const told = await shop.appendSome(2);
    const { alarms } = shop.run(counting());
    expect(await shop.progressOf(shop.store()).waitFor(await shop.store().head(), patiently)).toBe(true);
    expect(await types()).toEqual(told);
    expect(alarms).toEqual([{ kind: 'begun-again', projection: 'counting', slot: 0 }]);
  });

  it('is left to its readers where the server that is asked is behind the others for a moment', async () => {
    const first = await shop.append('one');
    const store = shop.store();
    const { stop } = shop.run(counting());
    await shop.append('two');
    expect(await settled()).toBe(true);
    await stop();
    let behind = 3;
    const moved: EventStore = {
      ...store,
      head: () => (behind > 0 ? ((behind -= 1), Promise.resolve(first)) : store.head()),
    };
    const { alarms, observed } = shop.run(counting(), { store: moved });
    await shop.append('three');
    expect(await settled()).toBe(true);
    expect(await types()).toEqual(['one', 'two', 'three']);
    expect(behind).toBe(0);
    expect(alarms).toEqual([]);
    expect(observed.map(({ kind }) => kind)).not.toContain('rebuild-begun');
  });

  it('is left alone by an older version of the software, which says so', async () => {
    const { stop } = shop.run(countingAs(2));
    await shop.append('one');
    expect(await shop.settled(2)).toBe(true);
    await stop();
    await shop.append('two');
    const older = shop.run(countingAs(1));
    for (let tries = 0; tries < 200 && older.alarms.length === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(older.alarms).toEqual([
      { kind: 'newer-version', projection: 'counting', slot: 0, stored: 2, known: 1 },
    ]);
    expect((await read(shop.database, 2)).types).toEqual(['one by 2']);
    const newer = shop.run(countingAs(2));
    expect(await shop.settled(2)).toBe(true);
    expect((await read(shop.database, 2)).types).toEqual(['one by 2', 'two by 2']);
    await newer.stop();
  });

  it('refuses another number of slots than the views are divided into', async () => {
    const inTwo: DividedProjection = counting({}, 2);
    const { stop } = shop.run(inTwo);
    await shop.appendSome(3, 'case-a');
    await shop.appendSome(3, 'case-c');
    expect(await settled()).toBe(true);
    expect(await types()).toHaveLength(6);
    await stop();
    await expect(seeThatSlotsFit(shop.database, [counting({}, 3)])).rejects.toThrow(SlotsDiffer);
    await expect(seeThatSlotsFit(shop.database, [inTwo])).resolves.toBeUndefined();
  });

  it('leaves nothing of views that stood in no namespace, as they did at first', async () => {
    const { schema } = shop.database.writer;
    for (const name of ['projection_checkpoint', 'agency_event'])
      await schema.createTable(name).addColumn('position', 'text').execute();
    shop.run(counting());
    await shop.append('one');
    expect(await settled()).toBe(true);
    expect(await types()).toEqual(['one']);
    const names = (await shop.database.writer.introspection.getTables()).map(({ name }) => name);
    expect(names).toContain('projection_build');
    expect(names).not.toContain('projection_checkpoint');
    expect(names).not.toContain('agency_event');
  });
});
