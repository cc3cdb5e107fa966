/**
 * What the way to a log server costs: appends through the KurrentDB adapter, which puts many in one call, and catching up
 * with a long log through it; beside each the embedded store that the log server stands in front of, without that way. A
 * real KurrentDB server is quicker or slower than this one, and the adapter costs the same.
 *
 * Run it: `npm run build && node dist/test/bench/cluster-log.js`
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore, openKurrentDbEventStore, type EventStore } from '#event-store';
import { viewsRead } from '#read-models';
import { startLogServer } from './cluster-programs.js';
import { makeLog } from './cluster-rebuild.js';
import { median } from './cluster-statistics.js';

export interface ClusterLogRow {
  readonly what: string;
  /** Events a second through the adapter. */
  readonly adapter: number;
  /** Events a second by the embedded store alone. */
  readonly embedded: number;
  /** The median of the rounds' own ratios. */
  readonly ratio: number;
}

const rounds = 5;
const eventsInStream = 40;
const data = { text: 'x'.repeat(459) };
const appendsOf = (callers: number): number => (callers === 1 ? 500 : 6_400);

const appending = async (store: EventStore, callers: number): Promise<void> => {
  const caller = async () => {
    let [stream, revision] = ['', eventsInStream];
    for (let left = appendsOf(callers) / callers; left > 0; left -= 1) {
      if (revision === eventsInStream) [stream, revision] = [`case-${randomUUID()}`, 0];
      const expected = revision === 0 ? 'no-stream' : revision - 1;
      await store.append(stream, [{ id: randomUUID(), type: 'CaseOpened', data }], { expected });
      revision += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
};

const catchingUp = async (store: EventStore, events: number): Promise<void> => {
  const leaving = new AbortController();
  const { streams } = viewsRead.find(({ name }) => name === 'timeline')!;
  let taken = 0;
  const deliveries = store.subscribe({
    ...{ after: 'start' as const, streams, batchSize: 2_000 },
    signal: leaving.signal,
  });
  for await (const delivery of deliveries) {
    if (delivery.kind === 'events') taken += delivery.events.length;
    if (taken < events && delivery.kind !== 'caught-up') continue;
    leaving.abort();
    break;
  }
  if (taken < events) throw new Error(`Only ${taken} of ${events} events came.`);
};

const perSecond = async (count: number, work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (count / (performance.now() - began)) * 1_000;
};

/** Alternating rounds of the same through both; the first warms up and is not counted. */
const compared = async (
  what: string,
  count: number,
  [adapter, embedded]: readonly [EventStore, EventStore],
  work: (store: EventStore) => Promise<void>,
): Promise<ClusterLogRow> => {
  const paired: { adapter: number; embedded: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = {
      adapter: await perSecond(count, () => work(adapter)),
      embedded: await perSecond(count, () => work(embedded)),
    };
    if (round > 0) paired.push(pair);
  }
  return {
    what,
    adapter: median(paired.map((pair) => pair.adapter)),
    embedded: median(paired.map((pair) => pair.embedded)),
    ratio: median(paired.map((pair) => pair.adapter / pair.embedded)),
  };
};

/** `work` with the adapter in front of one file, and the embedded store of another that was made alike. */
const onBoth = async <Answer>(
  made: (name: string) => Promise<string>,
  work: (both: readonly [EventStore, EventStore]) => Promise<Answer>,
): Promise<Answer> => {
  const server = await startLogServer(await made('served'));
  const adapter = await openKurrentDbEventStore({ url: server.said });
  const embedded = await openEmbeddedEventStore({ file: await made('embedded') });
  try {
    return await work([adapter, embedded]);
  } finally {
    await adapter.close();
    await embedded.close();
    await server.stop();
  }
};

export const benchClusterLog = async (events = 50_000): Promise<readonly ClusterLogRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cluster-log-'));
  const empty = (name: string) => Promise.resolve(join(folder, `${name}-empty.sqlite`));
  const full = async (name: string) => {
    const file = join(folder, `${name}-full.sqlite`);
    await makeLog(file, events);
    return file;
  };
  try {
    const appends = await onBoth(empty, async (both) => [
      await compared('append, 1 caller', appendsOf(1), both, (store) => appending(store, 1)),
      await compared('append, 64 callers', appendsOf(64), both, (store) => appending(store, 64)),
    ]);
    const catchUp = await onBoth(full, (both) =>
      compared('catch up', events, both, (store) => catchingUp(store, events)),
    );
    return [...appends, catchUp];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, adapter, embedded, ratio } of await benchClusterLog())
    process.stdout.write(
      `${what}: ${Math.round(adapter)}/s; embedded store alone ${Math.round(embedded)}/s; ratio ${ratio.toFixed(2)}\n`,
    );
}
