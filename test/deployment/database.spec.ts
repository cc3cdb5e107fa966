import { randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '#event-store';
import { openPostgres, type Database } from '#platform';
import { emptyPostgres } from '#platform/testing';
import { divided, runProjections, seeThatSlotsFit, SlotsDiffer, type DividedProjection } from '#projections';
import { openDataKeyTable, type DataKeyStore } from '#sealing';
import { canDrill, runStep } from './drill.fixture.js';

const described = canDrill ? describe : describe.skip;

interface Made {
  readonly url: string;
  readonly database: Database<unknown>;
  readonly keys: DataKeyStore;
}

described('the drills for the database (needs POSTGRES_URL and pg_dump)', () => {
  let folder: string;
  const ends: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drill-'));
    await mkdir(join(folder, 'backup'));
    ends.push(() => rm(folder, { recursive: true }));
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const opened = async (url: string): Promise<Made> => {
    const database = await openPostgres<unknown>({ url, applicationName: 'drill' });
    ends.push(() => database.close());
    return { url, database, keys: await openDataKeyTable(database) };
  };
  const made = async (): Promise<string> => {
    const { url, remove } = await emptyPostgres("encoding 'UTF8'");
    ends.push(remove);
    return url;
  };
  const kept = {
    id: randomUUID(),
    scope: 'a-case',
    retention: 'case-record',
    wrapped: 'wrapped',
    kekId: 'one',
    madeAt: '2026-11-22T10:00:00.000Z',
  } as const;

  it('bring the data keys back into an empty database, and nothing else', async () => {
    const before = await opened(await made());
    await before.keys.keep(kept);
    await seeThatSlotsFit(before.database, [view(2)]);
    runStep('back-up', before.url, folder);
    const url = await made();
    runStep('restore', url, folder);
    const after = await opened(url);
    expect(await after.keys.byId([kept.id])).toEqual([kept]);
    // As any other start, it goes on: another key can be kept, and no view is there that was built elsewhere.
    const another = { ...kept, id: randomUUID(), scope: 'another-case' };
    expect(await after.keys.keep(another)).toEqual(another);
    const tables = await after.database.writer.introspection.getTables();
    expect(tables.map(({ name }) => name).filter((name) => name.startsWith('projection'))).toEqual([]);
  }, 60_000);

  it('take the views away, and leave the data keys', async () => {
    const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
    ends.push(() => store.close());
    await store.append('case-1', [{ id: randomUUID(), type: 'Something', data: {} }], { expected: 'any' });
    const { url, database, keys } = await opened(await made());
    await keys.keep(kept);
    const build = async (slots: number) => {
      const stopping = new AbortController();
      const alarms: unknown[] = [];
      let swapped = 0;
      const running = runProjections({
        ...{ store, database, projections: [view(slots)], leaseSeconds: 2, signal: stopping.signal },
        onAlarm: (alarm) => {
          alarms.push(alarm);
          stopping.abort();
        },
        observe: ({ kind }) => {
          if (kind === 'swapped' && (swapped += 1) === slots) stopping.abort();
        },
      });
      await running.stopped;
      expect(alarms).toEqual([]);
    };
    await build(2);
    await expect(seeThatSlotsFit(database, [view(3)])).rejects.toThrow(SlotsDiffer);
    runStep('remove-views', url, folder);
    expect(await keys.byId([kept.id])).toEqual([kept]);
    const schemas = await database.writer.introspection.getSchemas();
    expect(schemas.map(({ name }) => name).filter((name) => /^(keys|view_)/.test(name))).toEqual(['keys']);
    await build(3);
  }, 60_000);
});

/** A view that is as small as one can be. */
const view = (slots: number): DividedProjection =>
  divided(slots, () => ({
    name: 'view',
    version: 1,
    streams: ['case-'],
    setUp: async (transaction) => {
      await transaction.schema.createTable('seen').addColumn('id', 'text').execute();
    },
    apply: () => Promise.resolve(),
    forget: () => undefined,
  }));
