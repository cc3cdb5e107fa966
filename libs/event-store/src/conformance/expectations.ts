import { describe, expect, it } from '@jest/globals';
import { ExpectationFailed, StreamDeleted, StreamNotFound } from '../errors.js';
import type { EventStore, ExpectedRevision } from '../port.js';
import { aStream, collect, events, idsOf, refusalOf, type StoreUnderTest } from './material.js';

type Condition = 'absent' | 'present' | 'deleted' | 'tombstoned';

/** A stream with events 0 and 1, in the condition asked for. */
const streamThatIs = async (store: EventStore, condition: Condition): Promise<string> => {
  const stream = aStream();
  if (condition === 'absent') return stream;
  await store.append(stream, events(2), { expected: 'no-stream' });
  if (condition === 'deleted') await store.deleteStream(stream, { expected: 1 });
  if (condition === 'tombstoned') await store.tombstoneStream(stream, { expected: 1 });
  return stream;
};

type Outcome = number | { conflictAt: number | 'no-stream' } | 'stream-deleted';

const outcomeOf = (result: unknown): Outcome => {
  if (result instanceof StreamDeleted) return 'stream-deleted';
  if (result instanceof ExpectationFailed) return { conflictAt: result.actual };
  if (typeof result === 'object' && result !== null && 'revision' in result) return result.revision as number;
  throw new Error('Neither an answer nor an error of the port.', { cause: result });
};

/** Condition of the stream; expectation; the revision that one event gets, or the refusal. */
const table: [Condition, ExpectedRevision, Outcome][] = [
  ['absent', 'no-stream', 0],
  ['absent', 'any', 0],
  ['absent', 'stream-exists', { conflictAt: 'no-stream' }],
  ['absent', 0, { conflictAt: 'no-stream' }],
  ['present', 'no-stream', { conflictAt: 1 }],
  ['present', 'any', 2],
  ['present', 'stream-exists', 2],
  ['present', 0, { conflictAt: 1 }],
  ['present', 1, 2],
  ['present', 2, { conflictAt: 1 }],
  ['deleted', 'no-stream', 2],
  ['deleted', 'any', 2],
  ['deleted', 'stream-exists', { conflictAt: 'no-stream' }],
  ['deleted', 1, 2],
  ['deleted', 7, { conflictAt: 1 }],
  ['tombstoned', 'no-stream', 'stream-deleted'],
  ['tombstoned', 'any', 'stream-deleted'],
  ['tombstoned', 'stream-exists', 'stream-deleted'],
  ['tombstoned', 1, 'stream-deleted'],
];

export const describeExpectations = (store: StoreUnderTest): void => {
  describe('what a writer expects of a stream', () => {
    it.each(table)(
      'where the stream is %s and %j is expected, an append answers %j',
      async (is, expected, outcome) => {
        const stream = await streamThatIs(store(), is);
        const answer = await store()
          .append(stream, events(1), { expected })
          .catch((error: unknown) => error);
        expect(outcomeOf(answer)).toEqual(outcome);
      },
    );

    it.each(table)('an empty list only checks: %s, %j, %j', async (is, expected, outcome) => {
      const stream = await streamThatIs(store(), is);
      const answer = await store()
        .append(stream, [], { expected })
        .catch((error: unknown) => error);
      // Where one event would have got a revision, none was written: the last is still the one before it.
      expect(outcomeOf(answer)).toEqual(typeof outcome === 'number' ? outcome - 1 : outcome);
    });

    it('lets a deleted stream begin again, and its revisions go on', async () => {
      const stream = await streamThatIs(store(), 'deleted');
      expect(await refusalOf(collect(store().readStream(stream)))).toBeInstanceOf(StreamNotFound);
      const again = events(2);
      await store().append(stream, again, { expected: 'no-stream' });
      const read = await collect(store().readStream(stream));
      expect(read.map(({ id, revision }) => [id, revision])).toEqual(
        again.map(({ id }, index) => [id, index + 2]),
      );
    });

    it('lets nobody read a tombstoned stream', async () => {
      const stream = await streamThatIs(store(), 'tombstoned');
      expect(await refusalOf(collect(store().readStream(stream)))).toBeInstanceOf(StreamDeleted);
    });

    it.each([
      ['no-stream', { conflictAt: 1 }],
      [0, { conflictAt: 1 }],
    ] as const)(
      'deletes nothing where %j is expected of another stream than there is',
      async (expected, outcome) => {
        const stream = await streamThatIs(store(), 'present');
        expect(outcomeOf(await refusalOf(store().deleteStream(stream, { expected })))).toEqual(outcome);
        expect(outcomeOf(await refusalOf(store().tombstoneStream(stream, { expected })))).toEqual(outcome);
        expect(await collect(store().readStream(stream))).toHaveLength(2);
      },
    );

    it('lets one of many writers win who expect the same revision', async () => {
      const stream = await streamThatIs(store(), 'present');
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          store()
            .append(stream, events(1), { expected: 1 })
            .catch((error: unknown) => error),
        ),
      );
      const outcomes = answers.map(outcomeOf);
      expect(outcomes.filter((outcome) => outcome === 2)).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome !== 2)).toEqual(Array(7).fill({ conflictAt: 2 }));
      expect(await collect(store().readStream(stream))).toHaveLength(3);
    });
  });

  describe('an append that is tried again', () => {
    it('answers with the original revision and position, and writes nothing', async () => {
      const stream = aStream();
      const first = events(2);
      const original = await store().append(stream, first, { expected: 'no-stream' });
      const second = events(3);
      const later = await store().append(stream, second, { expected: 1 });
      await store().append(stream, events(1), { expected: 4 });

      expect(await store().append(stream, first, { expected: 'no-stream' })).toEqual(original);
      expect(await store().append(stream, second, { expected: 1 })).toEqual(later);
      expect(await collect(store().readStream(stream))).toHaveLength(6);
    });

    it('is told apart from another append by its ids, not by what it holds', async () => {
      const stream = aStream();
      const [event] = events(1) as [ReturnType<typeof events>[number]];
      await store().append(stream, [event], { expected: 'no-stream' });
      const other = { ...event, id: events(1)[0]?.id ?? '' };
      const refusal = await refusalOf(store().append(stream, [other], { expected: 'no-stream' }));
      expect(outcomeOf(refusal)).toEqual({ conflictAt: 0 });
    });

    it('is a conflict where only some of its ids were written', async () => {
      const stream = aStream();
      const [a, b, c, d] = events(4) as [never, never, never, never];
      await store().append(stream, [a, b], { expected: 'no-stream' });
      for (const attempt of [[a, b, c], [a, c], [c, b], [d]])
        expect(
          outcomeOf(await refusalOf(store().append(stream, attempt, { expected: 'no-stream' }))),
        ).toEqual({
          conflictAt: 1,
        });
      expect(idsOf(await collect(store().readStream(stream)))).toEqual(idsOf([a, b]));
    });

    it('is recognised while the original is still on its way', async () => {
      const stream = aStream();
      const list = events(2);
      const [original, retry] = await Promise.all([
        store().append(stream, list, { expected: 'no-stream' }),
        store().append(stream, list, { expected: 'no-stream' }),
      ]);
      expect(retry).toEqual(original);
      expect(await collect(store().readStream(stream))).toHaveLength(2);
    });
  });
};
