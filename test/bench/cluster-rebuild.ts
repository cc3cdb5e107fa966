/**
 * How fast the views are built from the log on PostgreSQL, and whether that takes more memory for a longer log. Beside it
 * the least that anybody must do who wants the same: COPY of the same rows into tables with the same keys and indexes.
 *
 * Run it: `npm run build && POSTGRES_URL=... node dist/test/bench/cluster-rebuild.js [events] [slots]`
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { openEmbeddedEventStore } from '#event-store';
import { databaseServer, ownDatabase, startProgram } from './cluster-programs.js';
import { append, ground, manyCases, policies, teller } from './events.js';

export interface MemoryAt {
  /** How much of the log had been taken in at the end of the part that it is for. */
  readonly share: number;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

/** What the process that builds the views answers. */
export interface BuiltViews {
  readonly events: number;
  readonly seconds: number;
  /** The most of each quarter. */
  readonly memory: readonly MemoryAt[];
}

export interface ClusterRebuildRow extends BuiltViews {
  readonly slots: number;
  /** In all the tables of the views, those that only the projector reads among them. */
  readonly rows: number;
  readonly eventsPerSecond: number;
  /** The same rows by one COPY for each table, and its key and indexes made afterwards, in events a second. */
  readonly copyPerSecond: number;
  /** The same into tables that have their keys and indexes already. */
  readonly copyIndexedPerSecond: number;
}

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly file: string;
  /** The statements that make its key and its other indexes. */
  readonly indexes: readonly string[];
}

/** Puts the rows of every table of the views into files, as COPY writes them. */
const written = async (client: pg.Client, folder: string): Promise<readonly Table[]> => {
  const { rows: tables } = await client.query<{ schema: string; name: string; indexes: string[] }>(
    `select schemaname as schema, tablename as name, array_agg(indexdef) as indexes from pg_indexes
      where schemaname in (select namespace from projection_build where projection = 'timeline')
      group by 1, 2 order by 1, 2`,
  );
  const found: Table[] = [];
  for (const table of tables) {
    const file = join(folder, `${table.schema}-${table.name}`);
    const rows = client.query(copyTo(`copy "${table.schema}"."${table.name}" to stdout`));
    await pipeline(rows, createWriteStream(file));
    found.push({ ...table, rows: rows.rowCount, file });
  }
  return found;
};

/** The seconds that it takes to give the rows back to PostgreSQL. */
const copied = async (
  client: pg.Client,
  tables: readonly Table[],
  indexed: 'before' | 'after',
): Promise<number> => {
  const plain = `plain_${indexed}_`;
  let milliseconds = 0;
  for (const schema of new Set(tables.map((table) => table.schema)))
    await client.query(`create schema "${plain}${schema}"`);
  for (const { schema, name, file, indexes } of tables) {
    const target = `"${plain}${schema}"."${name}"`;
    await client.query(`create table ${target} (like "${schema}"."${name}")`);
    const index = async () => {
      for (const one of indexes) await client.query(one.replace(` ON ${schema}.`, ` ON ${plain}${schema}.`));
    };
    if (indexed === 'before') await index();
    const began = performance.now();
    const rows = createReadStream(file, { highWaterMark: 1 << 18 });
    await pipeline(rows, client.query(copyFrom(`copy ${target} from stdin`)));
    if (indexed === 'after') await index();
    milliseconds += performance.now() - began;
  }
  return milliseconds / 1_000;
};

/** Makes a log of some hundred cases at a time. */
export const makeLog = async (file: string, events: number): Promise<void> => {
  const store = await openEmbeddedEventStore({ file });
  const tell = teller();
  await append(store, ground(tell, policies().current.version));
  await append(store, manyCases(tell, events));
  await store.close();
};

/** Builds the views of a log on PostgreSQL, divided into slots that one runner holds. It needs a PostgreSQL server. */
export const measureClusterRebuild = async (
  server: string,
  log: string,
  slots: number,
): Promise<ClusterRebuildRow> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rebuild-'));
  const { url, remove } = await ownDatabase(server);
  const client = new pg.Client(url);
  try {
    const building = await startProgram({
      script: 'test/bench/cluster-rebuild-process.js',
      words: [log, String(slots)],
      env: { DATABASE_URL: url },
      says: /\{.*\}\n/,
    });
    const built = JSON.parse(building.said) as BuiltViews;
    await client.connect();
    const tables = await written(client, folder);
    const after = await copied(client, tables, 'after');
    const before = await copied(client, tables, 'before');
    return {
      ...built,
      slots,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      eventsPerSecond: built.events / built.seconds,
      copyPerSecond: built.events / after,
      copyIndexedPerSecond: built.events / before,
    };
  } finally {
    await client.end();
    await remove();
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (databaseServer === undefined) throw new Error('It needs POSTGRES_URL.');
  const [events = 200_000, slots = 1] = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'bench-rebuild-'));
  const log = join(folder, 'events.sqlite');
  await makeLog(log, events);
  const measured = await measureClusterRebuild(databaseServer, log, slots);
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  rmSync(folder, { recursive: true });
}
