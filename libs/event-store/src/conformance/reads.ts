import { describe, expect, it } from '@jest/globals';
import { RefusedInput, StreamNotFound } from '../errors.js';
import { comparePositions, isPosition, type Position } from '../position.js';
import type { StreamRead } from '../port.js';
import { aPrefix, aStream, collect, events, idsOf, refusalOf, type StoreUnderTest } from './material.js';

const revisions = async (store: StoreUnderTest, stream: string, read?: StreamRead): Promise<number[]> =>
  (await collect(store().readStream(stream, read))).map(({ revision }) => revision);

export const describeReads = (store: StoreUnderTest): void => {
  describe('reading a stream', () => {
    it('goes from a revision, in a direction, as far as a limit', async () => {
      const stream = aStream();
      await store().append(stream, events(5), { expected: 'no-stream' });
      expect(await revisions(store, stream)).toEqual([0, 1, 2, 3, 4]);
      expect(await revisions(store, stream, { from: 3 })).toEqual([3, 4]);
      expect(await revisions(store, stream, { from: 1, limit: 2 })).toEqual([1, 2]);
      expect(await revisions(store, stream, { direction: 'backwards' })).toEqual([4, 3, 2, 1, 0]);
      expect(await revisions(store, stream, { direction: 'backwards', limit: 1 })).toEqual([4]);
      expect(await revisions(store, stream, { direction: 'backwards', from: 2 })).toEqual([2, 1, 0]);
    });

    it('finds nothing beyond the end, which is no error', async () => {
      const stream = aStream();
      await store().append(stream, events(2), { expected: 'no-stream' });
      expect(await revisions(store, stream, { from: 2 })).toEqual([]);
      expect(await revisions(store, stream, { from: 9, direction: 'backwards' })).toEqual([1, 0]);
    });

    it('says that a stream is missing while iterating, not at the call', async () => {
      const iteration = store().readStream(aStream())[Symbol.asyncIterator]();
      expect(await refusalOf(iteration.next())).toBeInstanceOf(StreamNotFound);
    });

    it('reads a stream of many pages whole and in order, and stops when it is left', async () => {
      const stream = aStream();
      const many = events(1_234);
      await store().append(stream, many, { expected: 'no-stream' });
      expect(idsOf(await collect(store().readStream(stream)))).toEqual(idsOf(many));
      const backwards = await collect(store().readStream(stream, { direction: 'backwards' }));
      expect(idsOf(backwards)).toEqual(idsOf(many).reverse());
      for await (const { revision } of store().readStream(stream)) if (revision === 600) break;
      expect(await revisions(store, stream, { from: 1_233 })).toEqual([1_233]);
    });

    it('refuses a limit and a revision that are no such thing', async () => {
      const attempts: StreamRead[] = [{ limit: 0 }, { limit: -1 }, { from: -1 }, { from: 1.5 }];
      for (const read of attempts)
        expect(await refusalOf(collect(store().readStream(aStream(), read)))).toBeInstanceOf(RefusedInput);
    });
  });

  describe('reading the whole log', () => {
    it('gives every stream in one order, which is the order of positions', async () => {
      const prefix = aPrefix();
      const appended: Position[] = [];
      for (const stream of ['1', '2', '1', '3', '2'])
        appended.push((await store().append(`${prefix}${stream}`, events(1), { expected: 'any' })).position);
      const read = await collect(store().readAll({ streams: [prefix] }));
      expect(read.map(({ position }) => position)).toEqual(appended);
      expect([...appended].sort(comparePositions)).toEqual(appended);
      expect(appended.every(isPosition)).toBe(true);
      expect(read.map(({ stream }) => stream.slice(prefix.length))).toEqual(['1', '2', '1', '3', '2']);
    });

    it('includes the event at the position forwards, and leaves it out backwards', async () => {
      const prefix = aPrefix();
      const list = events(4);
      await store().append(`${prefix}1`, list, { expected: 'no-stream' });
      const all = await collect(store().readAll({ streams: [prefix] }));
      const third = all[2]?.position ?? 'start';
      const ids = idsOf(list);
      const read = async (options: object) =>
        idsOf(await collect(store().readAll({ streams: [prefix], ...options })));
      expect(await read({ from: third })).toEqual(ids.slice(2));
      expect(await read({ from: third, limit: 1 })).toEqual(ids.slice(2, 3));
      expect(await read({ from: third, direction: 'backwards' })).toEqual([ids[1], ids[0]]);
      expect(await read({ from: 'end' })).toEqual([]);
      expect(await read({ direction: 'backwards', limit: 3 })).toEqual([ids[3], ids[2], ids[1]]);
      expect(await read({ from: 'start', direction: 'backwards' })).toEqual([]);
    });

    it('reads only streams that begin as asked: a category, several, one stream, part of a name', async () => {
      const [one, two, other] = [aPrefix(), aPrefix(), aPrefix()];
      const plain = other.slice(0, -1);
      const written: [string, string][] = [];
      for (const stream of [`${one}ab`, `${two}1`, `${one}ac`, plain, `${other}x`, `${two}2`, `${one}b`]) {
        const list = events(1);
        await store().append(stream, list, { expected: 'any' });
        written.push([stream, list[0]?.id ?? '']);
      }
      for (const streams of [
        [one],
        [two, one],
        [`${one}a`],
        [plain],
        [`${one}ab`, two],
        [one, `${one}a`],
        [other],
      ])
        expect(idsOf(await collect(store().readAll({ streams })))).toEqual(
          written.filter(([name]) => streams.some((prefix) => name.startsWith(prefix))).map(([, id]) => id),
        );
    });

    it('shows no event of the system that keeps the log', async () => {
      const read = await collect(store().readAll());
      expect(read.filter(({ stream, type }) => stream.startsWith('$') || type.startsWith('$'))).toEqual([]);
    });

    it('tells of a tombstone by no event of the stream that it closed', async () => {
      const prefix = aPrefix();
      const [kept, closed] = [events(2), events(1)];
      await store().append(`${prefix}1`, kept, { expected: 'no-stream' });
      await store().append(`${prefix}2`, closed, { expected: 'no-stream' });
      await store().tombstoneStream(`${prefix}2`, { expected: 0 });
      const last = await store().append(`${prefix}1`, events(1), { expected: 1 });
      const read = await collect(store().readAll({ streams: [prefix] }));
      expect(read.map(({ type }) => type)).toEqual(read.map(() => 'SomethingHappened'));
      expect(idsOf(read)).toEqual(expect.arrayContaining(idsOf(kept)));
      expect(await store().head()).toBe(last.position);
    });

    it('knows the position of its last event', async () => {
      const { position } = await store().append(aStream(), events(1), { expected: 'any' });
      expect(await store().head()).toBe(position);
      const [last] = await collect(store().readAll({ direction: 'backwards', limit: 1 }));
      expect(last?.position).toBe(position);
    });

    it('refuses a filter of nothing, and a position that is none', async () => {
      expect(await refusalOf(collect(store().readAll({ streams: [] })))).toBeInstanceOf(RefusedInput);
      expect(await refusalOf(collect(store().readAll({ streams: [''] })))).toBeInstanceOf(RefusedInput);
      expect(await refusalOf(collect(store().readAll({ from: '12' as Position })))).toBeInstanceOf(
        RefusedInput,
      );
    });
  });
};
