import { describe, expect, it } from '@jest/globals';
import type { Delivery, RecordedEvent } from '../port.js';
import type { Position } from '../position.js';
import { anEvent, aPrefix, collect, events, followUntil, idsOf, type StoreUnderTest } from './material.js';

const deliveredAfter = (count: number) => (seen: readonly RecordedEvent[]) => seen.length >= count;

export const describeSubscriptions = (store: StoreUnderTest): void => {
  describe('following the log', () => {
    it('delivers what is there, says that it has caught up, and goes on with what comes', async () => {
      const prefix = aPrefix();
      const [before, after] = [events(5), events(3)];
      await store().append(`${prefix}1`, before, { expected: 'no-stream' });
      const seen: string[] = [];
      for await (const delivery of store().subscribe({ after: 'start', streams: [prefix], batchSize: 2 })) {
        if (delivery.kind === 'events') {
          expect(delivery.events.length).toBeLessThanOrEqual(2);
          seen.push(...idsOf(delivery.events));
          if (seen.length === 8) break;
        } else if (seen.length === 5) {
          seen.push('caught up');
          await store().append(`${prefix}2`, after.slice(1), { expected: 'no-stream' });
        }
      }
      expect(seen).toEqual([...idsOf(before), 'caught up', ...idsOf(after.slice(1))]);
    });

    it('says that it has caught up where there is nothing', async () => {
      const head = (await store().append(`${aPrefix()}1`, events(1), { expected: 'any' })).position;
      const followed = store()
        .subscribe({ after: head, streams: [aPrefix()] })
        [Symbol.asyncIterator]();
      expect(await followed.next()).toEqual({ done: false, value: { kind: 'caught-up' } });
      await followed.return?.();
    });

    it('begins after the position that it is given: that event is not delivered again', async () => {
      const prefix = aPrefix();
      const list = events(4);
      await store().append(`${prefix}1`, list, { expected: 'no-stream' });
      const all = await collect(store().readAll({ streams: [prefix] }));
      const seen = await followUntil(
        store(),
        { after: all[1]?.position ?? 'start', streams: [prefix] },
        (_, { kind }) => kind === 'caught-up',
      );
      expect(idsOf(seen)).toEqual(idsOf(list.slice(2)));
    });

    it('delivers only streams that begin as asked, live too, and no event of the system', async () => {
      const [one, two, other] = [aPrefix(), aPrefix(), aPrefix()];
      const wanted: string[] = [];
      const write = async () => {
        for (const stream of [`${other}1`, `${one}1`, `${two}1`, `${other}2`, `${one}2`]) {
          const list = events(1);
          await store().append(stream, list, { expected: 'any' });
          if (!stream.startsWith(other)) wanted.push(...idsOf(list));
        }
      };
      await write();
      const seen: string[] = [];
      for await (const delivery of store().subscribe({ after: 'start', streams: [two, one] })) {
        if (delivery.kind === 'events') seen.push(...idsOf(delivery.events));
        else await write();
        if (seen.length === 6) break;
      }
      expect(seen).toEqual(wanted);
    });

    it('shows, without a filter, every stream and still no event of the system', async () => {
      const prefix = aPrefix();
      const { position } = await store().append(`${prefix}1`, events(1), { expected: 'any' });
      const list = events(8);
      for (const [index, event] of list.entries())
        await store().append(`${prefix}${index}`, [event], { expected: 'any' });
      await store().deleteStream(`${prefix}7`, { expected: 0 });
      await store().tombstoneStream(`${prefix}6`, { expected: 0 });
      const seen = await followUntil(store(), { after: position }, (_, { kind }) => kind === 'caught-up');
      expect(idsOf(seen)).toEqual(idsOf(list));
    });

    it('wakes up for an event while it waits', async () => {
      const prefix = aPrefix();
      const followed = store()
        .subscribe({ after: 'start', streams: [prefix] })
        [Symbol.asyncIterator]();
      await followed.next();
      const waiting = followed.next();
      const event = anEvent();
      await store().append(`${prefix}1`, [event], { expected: 'no-stream' });
      const { value } = (await waiting) as { value: Delivery };
      expect(value.kind === 'events' && idsOf(value.events)).toEqual([event.id]);
      await followed.return?.();
    });

    it('skips nothing and reorders nothing while many write', async () => {
      const prefix = aPrefix();
      const [writers, each] = [8, 25];
      const tail = followUntil(
        store(),
        { after: 'start', streams: [prefix], batchSize: 7 },
        deliveredAfter(writers * each),
      );
      const answers = await Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          const positions: Position[] = [];
          for (let revision = 0; revision < each; revision += 1)
            positions.push(
              (
                await store().append(`${prefix}${writer}`, events(1), {
                  expected: revision === 0 ? 'no-stream' : revision - 1,
                })
              ).position,
            );
          return positions;
        }),
      );
      const seen = (await tail).map(({ position }) => position);
      expect(seen).toEqual(answers.flat().sort());
      expect(seen).toEqual(
        (await collect(store().readAll({ streams: [prefix] }))).map(({ position }) => position),
      );
    });

    it('lets a slow follower miss nothing and delay nobody', async () => {
      const prefix = aPrefix();
      const seen: string[] = [];
      const written: string[] = [];
      for await (const delivery of store().subscribe({ after: 'start', streams: [prefix], batchSize: 3 })) {
        if (delivery.kind === 'events') seen.push(...idsOf(delivery.events));
        // Between two deliveries more is written than one delivery holds.
        if (written.length < 40) {
          const list = events(5);
          await store().append(`${prefix}1`, list, { expected: 'any' });
          written.push(...idsOf(list));
        }
        if (seen.length === 40) break;
      }
      expect(seen).toEqual(written);
    });

    it('gives a follower that failed the same events again from where it had got to', async () => {
      const prefix = aPrefix();
      const list = events(6);
      await store().append(`${prefix}1`, list, { expected: 'no-stream' });
      let done: Position | 'start' = 'start';
      const handled: string[] = [];
      const attempt = async (failAt: number) => {
        for await (const delivery of store().subscribe({ after: done, streams: [prefix], batchSize: 2 })) {
          if (delivery.kind === 'caught-up') return;
          if (handled.length === failAt) throw new Error('the handler failed');
          handled.push(...idsOf(delivery.events));
          done = delivery.events.at(-1)?.position ?? done;
        }
      };
      await expect(attempt(4)).rejects.toThrow('the handler failed');
      expect(handled).toHaveLength(4);
      await attempt(-1);
      expect(handled).toEqual(idsOf(list));
    });

    it('ends in the midst of its batches when it is left, and the log goes on', async () => {
      const prefix = aPrefix();
      await store().append(`${prefix}1`, events(6), { expected: 'no-stream' });
      const seen = await followUntil(
        store(),
        { after: 'start', streams: [prefix], batchSize: 2 },
        deliveredAfter(2),
      );
      expect(seen).toHaveLength(2);
      await store().append(`${prefix}1`, events(1), { expected: 5 });
    });

    it('ends without an error when it is aborted, before it began or while it waits', async () => {
      const controller = new AbortController();
      const subscription = { after: 'start', streams: [aPrefix()], signal: controller.signal } as const;
      const followed = store().subscribe(subscription)[Symbol.asyncIterator]();
      expect(await followed.next()).toEqual({ done: false, value: { kind: 'caught-up' } });
      const waiting = followed.next();
      controller.abort();
      expect((await waiting).done).toBe(true);
      expect(await collect(store().subscribe(subscription))).toEqual([]);
    });

    it('ends at once when it is left while it waits', async () => {
      const followed = store()
        .subscribe({ after: 'start', streams: [aPrefix()] })
        [Symbol.asyncIterator]();
      await followed.next();
      const waiting = followed.next();
      await followed.return?.();
      expect((await waiting).done).toBe(true);
    });
  });
};
