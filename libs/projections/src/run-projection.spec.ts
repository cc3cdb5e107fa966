import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openEmbeddedEventStore, StoreUnavailable, type EventStore, type Position } from '#event-store';
import { randomId } from '#kernel';
import { openDatabase, type Database } from '#platform';
import { park, parkedGroups, runProjection, setUpProjectionTables, unpark } from '#projections';
import type { Projection, ProjectionAlarm, ProjectionTables, RunningProjection } from '#projections';

interface Counted {
  counted: { place: Position; type: string };
}
type Tables = Counted & ProjectionTables;

let folder: string;
let store: EventStore;
let database: Database<Tables>;
let alarms: ProjectionAlarm[];
let running: { readonly one: RunningProjection; readonly stop: () => Promise<void> }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'projection-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'log.sqlite') });
  database = openDatabase<Tables>({ file: join(folder, 'views.sqlite'), durability: 'rebuildable' });
  alarms = [];
  running = [];
});
afterEach(async () => {
  for (const { stop } of running) await stop();
  await database.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const append = async (type: string, stream = 'case-a'): Promise<Position> =>
  (await store.append(stream, [{ id: randomId(), type, data: {} }], { expected: 'any' })).position;

/** Lists the events that it is given; two of one event would break its key. */
const counting = (more: Partial<Projection<Counted>> = {}): Projection<Counted> => ({
  name: 'counting',
  version: 1,
  streams: ['case-'],
  setUp: async (transaction) =>
    transaction.schema
      .createTable('counted')
      .addColumn('place', 'text', (column) => column.primaryKey())
      .addColumn('type', 'text')
      .execute(),
  tearDown: async (transaction) => transaction.schema.dropTable('counted').ifExists().execute(),
  apply: async (transaction, events) => {
    for (const { position: place, type } of events)
      await transaction.insertInto('counted').values({ place, type }).execute();
  },
  forget: () => undefined,
  ...more,
});

const run = (projection: Projection<Counted> = counting(), batchSize = 2, from: EventStore = store) => {
  const stopping = new AbortController();
  const one = runProjection({
    store: from,
    database: database.writer,
    projection,
    batchSize,
    signal: stopping.signal,
    onAlarm: (alarm) => alarms.push(alarm),
  });
  const stop = async () => {
    stopping.abort();
    await one.stopped;
  };
  running.push({ one, stop });
  return { one, stop };
};

const types = async () =>
  (await database.reader.selectFrom('counted').select('type').orderBy('place').execute()).map(
    ({ type }) => type,
  );

const patiently = { timeoutMs: 10_000 };

describe('a projection', () => {
  it('takes in what is there and what comes, each event once', async () => {
    await append('one');
    await append('two');
    const { one } = run();
    await append('three');
    expect(await one.waitFor(await append('four'), patiently)).toBe(true);
    expect(await types()).toEqual(['one', 'two', 'three', 'four']);
    expect(alarms).toEqual([]);
  });

  it('goes on after its checkpoint when it was stopped, however often, and loses nothing', async () => {
    const told: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { one, stop } = run();
      let last: Position | undefined;
      for (let number = 0; number < 7; number += 1) {
        told.push(`Event${round}${number}`);
        last = await append(`Event${round}${number}`);
      }
      if (round % 2 === 0) await one.waitFor(last!, patiently);
      await stop();
    }
    const { one } = run();
    await one.waitFor((await store.head())!, patiently);
    expect(await types()).toEqual(told);
  });

  it('is built again from the start when its version is another', async () => {
    const first = run();
    await first.one.waitFor(await append('one'), patiently);
    await first.stop();
    await setUpProjectionTables(database.writer);
    const second = run(
      counting({
        version: 2,
        apply: async (transaction, events) => {
          for (const { position: place, type } of events)
            await transaction
              .insertInto('counted')
              .values({ place, type: `${type} again` })
              .execute();
        },
      }),
    );
    await second.one.waitFor((await store.head())!, patiently);
    expect(await types()).toEqual(['one again']);
  });

  it('undoes a batch that fails, says so, and tries it again', async () => {
    let failures = 2;
    let forgotten = 0;
    const stubborn = counting({
      forget: () => (forgotten += 1),
      apply: async (transaction, events) => {
        await counting().apply(transaction, events);
        if (failures > 0) {
          failures -= 1;
          throw Object.assign(new Error('a child was named here'), { code: 'OUT_OF_LUCK' });
        }
      },
    });
    const position = await append('one');
    const { one } = run(stubborn);
    expect(await one.waitFor(position, patiently)).toBe(true);
    expect(await types()).toEqual(['one']);
    expect(forgotten).toBeGreaterThanOrEqual(2);
    expect(alarms).toMatchObject([
      { kind: 'stalled', attempt: 1, problem: { name: 'Error', code: 'OUT_OF_LUCK' } },
      { kind: 'stalled', attempt: 2 },
    ]);
    expect(JSON.stringify(alarms)).not.toContain('child');
  });

  it('comes back when the log was away, or ended its subscription', async () => {
    let away = 1;
    let ended = 1;
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
    const position = await append('one');
    const { one } = run(counting(), 2, unsteady);
    expect(await one.waitFor(position, patiently)).toBe(true);
    expect(alarms).toMatchObject([
      { kind: 'stalled', problem: { name: 'StoreUnavailable' } },
      { kind: 'stalled', problem: { name: 'SubscriptionEnded' } },
    ]);
  });

  it('does not move a checkpoint that somebody else has moved', async () => {
    const { one } = run();
    await one.waitFor(await append('one'), patiently);
    const elsewhere = await append('read', 'access-a');
    await database.writer.updateTable('projection_checkpoint').set({ position: elsewhere }).execute();
    expect(await one.waitFor(await append('two'), patiently)).toBe(true);
    expect(await types()).toEqual(['one', 'two']);
    expect(alarms).toMatchObject([{ kind: 'stalled', problem: { name: 'CheckpointMoved' } }]);
  });

  it('has nothing to wait for where the log holds events of other streams only', async () => {
    const { one } = run();
    await one.waitFor(await append('one'), patiently);
    const elsewhere = await append('read', 'access-a');
    expect(await one.waitFor(elsewhere, { timeoutMs: 1_000 })).toBe(true);
  });

  it('says after the time given that it has not come so far', async () => {
    const blocked = counting({ apply: () => Promise.reject(new Error('never')) });
    const position = await append('one');
    const { one } = run(blocked);
    expect(await one.waitFor(position, { timeoutMs: 50 })).toBe(false);
    expect(await one.lag()).toMatchObject({ events: 1 });
  });

  it('gives the same rows in batches of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 20 }),
        async (batch, events) => {
          for (let number = 0; number < events; number += 1) await append(`Event${number}`);
          await setUpProjectionTables(database.writer);
          await database.writer.deleteFrom('projection_checkpoint').execute();
          const { one, stop } = run(counting(), batch);
          const head = await store.head();
          if (head !== null) await one.waitFor(head, patiently);
          await stop();
          const all: string[] = [];
          for await (const { type } of store.readAll({ streams: ['case-'] })) all.push(type);
          if (head !== null) expect(await types()).toEqual(all);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('a parked group', () => {
  it('is kept with the first event at which it stopped, and never with what the event holds', async () => {
    const writer = database.writer as never;
    await setUpProjectionTables(writer);
    const problem = { name: 'MalformedStoredEvent', code: null };
    const at = { group: 'a', problem, parkedAt: '2010-01-01T00:00:00.000Z' };
    const first = await append('one');
    await park(writer, 'counting', { ...at, position: first });
    await park(writer, 'counting', { ...at, position: await append('two') });
    expect(await parkedGroups(writer, 'counting')).toEqual([{ ...at, position: first }]);
    await unpark(writer, 'counting', 'a');
    expect(await parkedGroups(writer, 'counting')).toEqual([]);
  });
});
