/**
 * How fast the embedded log takes events, beside the least that any log must do: write the same bytes to a file and
 * sync it. Both are measured in turns in one run, because a disk's speed changes from minute to minute.
 *
 * Run it: `npm run build && node dist/test/bench/append.js`
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore } from '#event-store';

export interface AppendRow {
  readonly callers: number;
  /** How many events a caller appends to a stream before it goes on to a new one. */
  readonly eventsInStream: number;
  /** Appends a second through the port: one event each, every one awaited until durable. */
  readonly store: number;
  /** The same events written to a plain file, one write and one fdatasync for each round of all callers. */
  readonly floor: number;
  /** The median of the rounds' own ratios. */
  readonly ratio: number;
}

const eventBytes = 470;
const rounds = 7;
/** Appends in one round: long enough to include the copying of the write-ahead log into the file. */
const appendsOf = (callers: number): number => (callers === 1 ? 1_500 : 12_800);

const data = { text: 'x'.repeat(eventBytes - '{"text":""}'.length) };

const perSecond = async (count: number, work: () => Promise<void> | void): Promise<number> => {
  const start = process.hrtime.bigint();
  await work();
  return count / (Number(process.hrtime.bigint() - start) / 1e9);
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const measure = async (callers: number, eventsInStream: number, folder: string): Promise<AppendRow> => {
  const appends = appendsOf(callers);
  const each = appends / callers;
  const log = await openEmbeddedEventStore({
    file: join(folder, `events-${callers}-${eventsInStream}.sqlite`),
  });
  const plain = openSync(join(folder, `plain-${callers}-${eventsInStream}`), 'a');
  const buffer = Buffer.alloc(eventBytes * callers, 'x');

  const caller = () => {
    let [stream, revision] = ['', eventsInStream];
    return async () => {
      for (let number = 0; number < each; number += 1) {
        if (revision === eventsInStream) [stream, revision] = [`case-${randomUUID()}`, 0];
        const expected = revision === 0 ? 'no-stream' : revision - 1;
        await log.append(stream, [{ id: randomUUID(), type: 'CaseOpened', data }], { expected });
        revision += 1;
      }
    };
  };
  const work = Array.from({ length: callers }, caller);
  const throughStore = () => Promise.all(work.map((append) => append())).then(() => undefined);
  const toFile = () => {
    for (let number = 0; number < each; number += 1) {
      writeSync(plain, buffer);
      fdatasyncSync(plain);
    }
  };

  const paired: { store: number; floor: number }[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { store: await perSecond(appends, throughStore), floor: await perSecond(appends, toFile) };
    if (round > 0) paired.push(pair);
  }
  closeSync(plain);
  await log.close();
  return {
    callers,
    eventsInStream,
    store: Math.round(median(paired.map(({ store }) => store))),
    floor: Math.round(median(paired.map(({ floor }) => floor))),
    ratio: Number(median(paired.map((pair) => pair.store / pair.floor)).toFixed(2)),
  };
};

export const benchAppend = async (): Promise<AppendRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-append-'));
  try {
    return [
      await measure(1, 40, folder),
      await measure(64, 40, folder),
      // Every stream's end on a page of its own: the most that the index of streams can cost.
      await measure(64, Infinity, folder),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { callers, eventsInStream, store, floor, ratio } of await benchAppend())
    process.stdout.write(
      `${callers} callers, ${eventsInStream} events in a stream: ${store}/s, plain synced file ${floor}/s, ratio ${ratio}\n`,
    );
}
