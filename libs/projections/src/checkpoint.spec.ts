import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { randomId } from '#kernel';
import { openDatabase, type Database } from '#platform';
import { runProjection, type Projection, type ProjectionAlarm, type RunningProjection } from '#projections';

interface Seen {
  seen: { event_id: string };
}

/** A view that is the list of the events that it has taken in. */
const listOfEvents: Projection<Seen> = {
  name: 'list',
  version: 1,
  streams: ['case-'],
  setUp: (transaction) =>
    transaction.schema
      .createTable('seen')
      .addColumn('event_id', 'text', (column) => column.primaryKey())
      .execute(),
  tearDown: (transaction) => transaction.schema.dropTable('seen').ifExists().execute(),
  forget: () => undefined,
  apply: async (transaction, events) => {
    await transaction
      .insertInto('seen')
      .values(events.map(({ id }) => ({ event_id: id })))
      .execute();
  },
};

let folder: string;
let database: Database<Seen>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  database = openDatabase<Seen>({ file: join(folder, 'views.sqlite'), durability: 'rebuildable' });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const aLogWith = async (name: string, count: number): Promise<EventStore> => {
  const store = await openEmbeddedEventStore({ file: join(folder, name) });
  for (let number = 0; number < count; number += 1) {
    await store.append('case-1', [{ id: randomId(), type: 'CaseOpened', data: {} }], { expected: 'any' });
  }
  return store;
};

const caughtUp = async (store: EventStore) => {
  const alarms: ProjectionAlarm[] = [];
  const stopping = new AbortController();
  const running: RunningProjection = runProjection({
    store,
    database: database.writer,
    projection: listOfEvents,
    signal: stopping.signal,
    onAlarm: (alarm) => alarms.push(alarm),
  });
  const head = await store.head();
  if (head !== null) expect(await running.waitFor(head, { timeoutMs: 5_000 })).toBe(true);
  const rows = await database.reader.selectFrom('seen').selectAll().execute();
  stopping.abort();
  await running.stopped;
  const ids: string[] = [];
  for await (const { id } of store.readStream('case-1')) ids.push(id);
  await store.close();
  return { alarms, shown: rows.map(({ event_id }) => event_id).sort(), recorded: ids.sort() };
};

describe('a view', () => {
  it('goes on from its checkpoint where the log has grown', async () => {
    await caughtUp(await aLogWith('events.sqlite', 3));
    const { alarms, shown, recorded } = await caughtUp(await aLogWith('events.sqlite', 2));
    expect(shown).toHaveLength(5);
    expect(shown).toEqual(recorded);
    expect(alarms).toEqual([]);
  });

  it('is built again, and says so, where an older log was put in the place of the one that it was built from', async () => {
    await caughtUp(await aLogWith('events.sqlite', 3));
    const { alarms, shown, recorded } = await caughtUp(await aLogWith('older.sqlite', 2));
    expect(shown).toEqual(recorded);
    expect(alarms).toEqual([{ kind: 'begun-again', projection: 'list' }]);
  });
});
