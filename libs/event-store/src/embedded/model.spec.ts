import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ExpectationFailed,
  openEmbeddedEventStore,
  StreamDeleted,
  StreamNotFound,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#event-store';
import { derivedId } from '#kernel';

/** What a log is, without a file: the events in order, and for each stream where reading begins. */
interface Model {
  readonly log: { stream: string; id: string; revision: number }[];
  readonly hiddenBelow: Map<string, number>;
  readonly tombstoned: Set<string>;
}

type Write =
  | { kind: 'append'; stream: string; expected: ExpectedRevision; events: number[] }
  | { kind: 'delete' | 'tombstone'; stream: string; expected: ExpectedRevision };

const streams = ['case-1', 'case-2', 'policy'];
const idOf = (number: number) => derivedId('model', number);

const of = (model: Model, stream: string) => model.log.filter((event) => event.stream === stream);

const modelled = (model: Model, write: Write): string => {
  const { stream, expected } = write;
  if (model.tombstoned.has(stream)) return 'tombstoned';
  const own = of(model, stream);
  const last = own.length - 1;
  const hidden = model.hiddenBelow.get(stream) ?? 0;
  const isReadable = last >= hidden;
  const ids = write.kind === 'append' ? write.events.map(idOf) : [];
  const base = expected === 'no-stream' ? -1 : expected;
  const isEarlier = typeof base === 'number' && base < last;
  const there =
    typeof base === 'number' ? own.slice(base + 1, base + 1 + ids.length).map(({ id }) => id) : [];
  if (isEarlier && ids.length > 0 && there.join() === ids.join()) return `written ${base + ids.length}`;
  const holds =
    expected === 'any' ||
    (expected === 'no-stream' && !isReadable) ||
    (expected === 'stream-exists' && isReadable) ||
    expected === last;
  if (!holds || expected === -1)
    return `conflict at ${expected === 'stream-exists' || last < 0 ? 'no-stream' : last}`;
  if (write.kind === 'append') {
    ids.forEach((id, index) => model.log.push({ stream, id, revision: last + 1 + index }));
    return `written ${last + ids.length}`;
  }
  model.hiddenBelow.set(stream, own.length);
  if (write.kind === 'tombstone') model.tombstoned.add(stream);
  return 'deleted';
};

const stored = async (store: EventStore, write: Write): Promise<string> => {
  const { stream, expected } = write;
  try {
    if (write.kind === 'append') {
      const events = write.events.map((number): NewEvent => ({
        id: idOf(number),
        type: 'Happened',
        data: number,
      }));
      return `written ${(await store.append(stream, events, { expected })).revision}`;
    }
    await (write.kind === 'delete'
      ? store.deleteStream(stream, { expected })
      : store.tombstoneStream(stream, { expected }));
    return 'deleted';
  } catch (error) {
    if (error instanceof ExpectationFailed) return `conflict at ${error.actual}`;
    if (error instanceof StreamDeleted) return 'tombstoned';
    throw error;
  }
};

const readable = (model: Model, stream: string) => {
  if (model.tombstoned.has(stream)) return 'tombstoned';
  const visible = of(model, stream).filter(
    ({ revision }) => revision >= (model.hiddenBelow.get(stream) ?? 0),
  );
  return visible.length === 0 ? 'not found' : visible.map(({ id, revision }) => `${revision} ${id}`);
};

const read = async (store: EventStore, stream: string) => {
  try {
    const events: string[] = [];
    for await (const { id, revision } of store.readStream(stream)) events.push(`${revision} ${id}`);
    return events;
  } catch (error) {
    if (error instanceof StreamDeleted) return 'tombstoned';
    if (error instanceof StreamNotFound) return 'not found';
    throw error;
  }
};

const readAll = async (store: EventStore, prefixes?: string[]) => {
  const events: string[] = [];
  for await (const { stream, id, revision } of store.readAll({ streams: prefixes }))
    events.push(`${stream} ${revision} ${id}`);
  return events;
};

const expectation = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('no-stream' as const, 'any' as const, 'stream-exists' as const) },
  { weight: 3, arbitrary: fc.nat(4) },
);
const target = { stream: fc.constantFrom(...streams), expected: expectation };
// Few streams, revisions and ids, so that retries, partial overlaps and conflicts come about by themselves.
const append = fc.record({
  kind: fc.constant('append' as const),
  ...target,
  events: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
});
const removal = fc.record({ kind: fc.constantFrom('delete' as const, 'tombstone' as const), ...target });
const writes = fc.array(fc.oneof({ weight: 12, arbitrary: append }, { weight: 1, arbitrary: removal }), {
  maxLength: 40,
});
/** How many writes are asked for in one turn, so that they share a group. */
const groupSize = fc.integer({ min: 1, max: 8 });

describe('the embedded log and its model', () => {
  it('answer and read the same after any sequence of appends, retries and deletions, reopened or not', async () => {
    await fc.assert(
      fc.asyncProperty(writes, groupSize, async (sequence, size) => {
        const folder = mkdtempSync(join(tmpdir(), 'event-log-'));
        const file = join(folder, 'events.sqlite');
        const model: Model = { log: [], hiddenBelow: new Map(), tombstoned: new Set() };
        let store = await openEmbeddedEventStore({ file });
        try {
          for (let from = 0; from < sequence.length; from += size) {
            const group = sequence.slice(from, from + size);
            const answers = await Promise.all(group.map((write) => stored(store, write)));
            expect(answers).toEqual(group.map((write) => modelled(model, write)));
          }
          const compare = async () => {
            for (const stream of streams) expect(await read(store, stream)).toEqual(readable(model, stream));
            const all = model.log.map(({ stream, id, revision }) => `${stream} ${revision} ${id}`);
            expect(await readAll(store)).toEqual(all);
            expect(await readAll(store, ['case-'])).toEqual(all.filter((event) => event.startsWith('case-')));
          };
          await compare();
          await store.close();
          store = await openEmbeddedEventStore({ file });
          await compare();
        } finally {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 100 },
    );
  });
});
