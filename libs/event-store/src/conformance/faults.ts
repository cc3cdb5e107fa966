import { afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, StoreUnavailable } from '../errors.js';
import type { EventStore, RecordedEvent } from '../port.js';
import type { Position } from '../position.js';
import type { Faults, OpenLog } from './index.js';
import { aPrefix, collect, events, followUntil, idsOf, refusalOf } from './material.js';

export const describeFaults = <Log extends OpenLog>(
  open: () => Promise<Log>,
  { reopen, interrupt, restore }: Faults<Log>,
): void => {
  const opened: OpenLog[] = [];
  const track = <Opened extends OpenLog>(log: Opened): Opened => {
    opened.push(log);
    return log;
  };

  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
  });

  describe('a log that is closed', () => {
    it('refuses every use, ends its followers with an error, and may be closed again', async () => {
      const { store, close } = track(await open());
      const followed = store.subscribe({ after: 'start', streams: [aPrefix()] })[Symbol.asyncIterator]();
      await followed.next();
      const waiting = followed.next();
      const appending = store.append(`${aPrefix()}1`, events(1), { expected: 'any' });
      const ended = refusalOf(waiting);
      await store.close();
      await expect(appending).resolves.toMatchObject({ revision: 0 });
      expect(await ended).toBeInstanceOf(StoreUnavailable);
      for (const use of [
        store.append(`${aPrefix()}1`, events(1), { expected: 'any' }),
        store.deleteStream(`${aPrefix()}1`, { expected: 'any' }),
        store.head(),
        collect(store.readAll()),
        collect(store.readStream(`${aPrefix()}1`)),
        collect(store.subscribe({ after: 'start' })),
      ])
        expect(await refusalOf(use)).toBeInstanceOf(StoreUnavailable);
      await close();
    });
  });

  (reopen ? describe : describe.skip)('a log that was killed', () => {
    const reopened = async (log: Log) => track(await (reopen as NonNullable<typeof reopen>)(log)).store;

    it('has everything that it acknowledged, and goes on from there', async () => {
      const log = track(await open());
      const prefix = aPrefix();
      const list = events(3);
      const original = await log.store.append(`${prefix}1`, list, { expected: 'no-stream' });
      await log.store.append(`${prefix}2`, events(1), { expected: 'no-stream' });
      await log.store.deleteStream(`${prefix}2`, { expected: 0 });
      const store = await reopened(log);

      expect(idsOf(await collect(store.readStream(`${prefix}1`)))).toEqual(idsOf(list));
      expect(await store.append(`${prefix}1`, list, { expected: 'no-stream' })).toEqual(original);
      const next = await store.append(`${prefix}1`, events(1), { expected: 2 });
      expect(next.revision).toBe(3);
      expect(next.position > original.position).toBe(true);
      expect(await store.append(`${prefix}2`, events(1), { expected: 'no-stream' })).toMatchObject({
        revision: 1,
      });
    });

    it('lets a follower go on where it was, without gap or repetition', async () => {
      const log = track(await open());
      const prefix = aPrefix();
      const list = events(5);
      await log.store.append(`${prefix}1`, list.slice(0, 3), { expected: 'no-stream' });
      const before = await followUntil(
        log.store,
        { after: 'start', streams: [prefix], batchSize: 2 },
        (seen) => seen.length >= 2,
      );
      const store = await reopened(log);
      await store.append(`${prefix}1`, list.slice(3), { expected: 2 });
      const after = await followUntil(
        store,
        { after: before.at(-1)?.position ?? 'start', streams: [prefix] },
        (_, { kind }) => kind === 'caught-up',
      );
      expect(idsOf([...before, ...after])).toEqual(idsOf(list));
    });
  });

  (interrupt && restore ? describe : describe.skip)('a log that is lost and comes back', () => {
    /** Follows as a projector does: again from where it was, until it has so many events. */
    const persistently = async (store: EventStore, prefix: string, count: number) => {
      const seen: RecordedEvent[] = [];
      let done: Position | 'start' = 'start';
      while (seen.length < count) {
        try {
          for await (const delivery of store.subscribe({ after: done, streams: [prefix] })) {
            if (delivery.kind === 'events') seen.push(...delivery.events);
            done = seen.at(-1)?.position ?? done;
            if (seen.length >= count) break;
          }
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
      }
      return seen;
    };

    it('fails with a typed error meanwhile, and then loses and repeats nothing', async () => {
      const log = track(await open());
      const prefix = aPrefix();
      const list = events(4);
      await log.store.append(`${prefix}1`, list.slice(0, 2), { expected: 'no-stream' });
      const following = persistently(log.store, prefix, 4);
      await interrupt?.(log);
      const refusal = await refusalOf(log.store.append(`${prefix}1`, list.slice(2), { expected: 1 }));
      expect(refusal instanceof StoreUnavailable || refusal instanceof OutcomeUnknown).toBe(true);
      await restore?.(log);
      await log.store.append(`${prefix}1`, list.slice(2), { expected: 1 });
      expect(idsOf(await following)).toEqual(idsOf(list));
      expect(idsOf(await collect(log.store.readStream(`${prefix}1`)))).toEqual(idsOf(list));
    });
  });
};
