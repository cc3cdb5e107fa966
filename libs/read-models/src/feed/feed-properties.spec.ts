import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventHeader, Role } from '#casework';
import { describeOnEachDatabase } from '#platform/testing';
import type { SharingPolicies } from '#sharing-policy';
import type { Reader } from '../api.js';
import { readerOf } from '../read-side.fixture.js';
import { steps, tell } from '../timeline/generated-stories.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import { openHandlingSaid, related, type Agency, type Story } from '../timeline/story.fixture.js';
import type { FeedItem } from './api.js';
import { after, caughtUp, consumer, plain, type Consumer } from './consumer.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';

const cases = ['a', 'b', 'c'];

/** Who reads a feed: mostly an agency's system, and people whose sight depends on what they have to do with a child. */
const readers: readonly (readonly [Agency, Role, string?])[] = [
  ['northbridge', 'system'],
  ['riverside', 'system'],
  ['easthaven', 'system'],
  ['gateway', 'system'],
  ['clinic', 'system'],
  ['northbridge', 'duty-worker'],
  ['riverside', 'officer'],
  ['northbridge', 'allocated-worker', 'worker-1'],
  ['board', 'reviewer', 'rita'],
];
const reader = fc
  .constantFrom(...readers)
  .map(([organisation, role, person]) => readerOf(organisation, role, { person }));

/** The software of an organisation may follow all of its cases; a person names them. */
const chosen = fc.constantFrom<readonly string[]>(cases, ['a'], ['b'], ['a', 'c']);
const casesFor = ({ principal: { role } }: Reader, of: readonly string[]) =>
  role === 'system' && of === cases ? null : of;

/** What a consumer does next: it reads some, is interrupted after it has kept some of them, or waits for what comes. */
const act: fc.Arbitrary<Act> = fc.record({
  most: fc.integer({ min: 1, max: 9 }),
  items: fc.nat({ max: 9 }),
  cursors: fc.nat({ max: 9 }),
  interrupted: fc.boolean(),
});
const pieces = fc.array(
  fc.record({ events: fc.integer({ min: 1, max: 12 }), acts: fc.array(act, { maxLength: 4 }) }),
  { maxLength: 12 },
);

interface Act {
  readonly most: number;
  readonly items: number;
  readonly cursors: number;
  readonly interrupted: boolean;
}

const doAll = async (reading: Consumer, acts: readonly Act[]) => {
  for (const { most, items, cursors, interrupted } of acts) {
    const batch = await reading.read(most, interrupted ? { items, cursors } : 'all');
    if (batch === null) return;
    if (interrupted) reading.interrupted();
  }
};

describeOnEachDatabase('the feed of an agency, for any story', (make, dialect) => {
  const limits = (most: number) => ({ numRuns: dialect === 'postgres' ? Math.ceil(most / 10) : most });
  let policies: SharingPolicies;
  let side: FeedOfStories;
  beforeAll(async () => {
    policies = twoPolicies();
    side = await feedOfStories(make, policies);
  });
  afterAll(() => side.close());

  const expectSame = async (reading: Consumer, who: Reader, of: readonly string[]) =>
    expect(plain(reading.record)).toEqual(plain(await side.timelines(who, of)));

  it('brings a consumer to exactly what the agency’s timelines answer it, however it reads and is interrupted', async () => {
    const isOver = after(6_000);
    await fc.assert(
      fc.asyncProperty(
        steps(40),
        reader,
        chosen,
        pieces,
        fc.integer({ min: 1, max: 60 }),
        async (all, who, of, told, most) => {
          if (isOver()) return;
          await side.begin();
          const { events } = tell(all, 'shipped');
          const reading = consumer(side.feedOfAnotherProcess, who, { cases: casesFor(who, of) });
          let next = 0;
          for (const { events: many, acts } of told) {
            await side.take(events.slice(next, next + many));
            next += many;
            await doAll(reading, acts);
          }
          await side.take(events.slice(next));
          if (await caughtUp(reading, most)) return expectSame(reading, who, of);
          // Whoever names a case of which they may know nothing is refused all.
          const known = await Promise.all(of.map(async (id) => (await side.timelines(who, [id])).size));
          expect(known).toContain(0);
        },
      ),
      limits(60),
    );
  });

  it('serves the cursors of before after the view was built anew, from other batches and with other groups in memory', async () => {
    const isOver = after(6_000);
    await fc.assert(
      fc.asyncProperty(
        steps(40),
        fc.constantFrom(...readers.filter(([, role]) => role === 'system')),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(0, 3, 1_000),
        async (all, [organisation, role], most, reads, memory) => {
          if (isOver()) return;
          await side.begin();
          const who = readerOf(organisation, role);
          const { events } = tell(all, 'shipped');
          await side.take(events);
          const reading = consumer(side.feedOfAnotherProcess, who);
          for (let read = 0; read < reads; read += 1) await reading.read(most);
          reading.interrupted();
          await side.begin(memory);
          for (let first = 0; first < events.length; first += most)
            await side.take(events.slice(first, first + most));
          await caughtUp(reading, most);
          expect(reading.refusals).toEqual([]);
          await expectSame(reading, who, cases);
        },
      ),
      limits(30),
    );
  });

  it('tells nobody the id of an event of which they could never have had anything', async () => {
    const isOver = after(6_000);
    await fc.assert(
      fc.asyncProperty(steps(40), reader, pieces, async (all, who, told) => {
        if (isOver()) return;
        await side.begin();
        const { events } = tell(all, 'shipped');
        const reading = consumer(side.feedOfAnotherProcess, who, { cases: casesFor(who, cases) });
        const couldHave = new Set<string>();
        let next = 0;
        for (const { acts } of told) {
          for (const event of events.slice(next, next + 5)) {
            await side.take([event]);
            for (const id of (await side.timelines(who, cases)).keys()) couldHave.add(id);
          }
          next += 5;
          await doAll(reading, acts);
        }
        expect([...reading.toldOf].filter((id) => !couldHave.has(id))).toEqual([]);
      }),
      limits(30),
    );
  });

  /** A world in which something happens that Riverside's system must not know of, or the same elsewhere. */
  const world = (all: Parameters<typeof tell>[0], hidden: boolean, number: number): Story => {
    const tale = tell(all, 'shipped');
    const changed = new Set(
      tale.events
        .filter(({ header }) => header.type === 'HandlingChanged')
        .flatMap(({ header }) => header.relations.map(({ event }) => event)),
    );
    const targets = tale.events.filter(
      ({ header: { id, caseId, recordedBy } }) =>
        caseId !== null && recordedBy.organisation === 'northbridge' && !changed.has(id),
    );
    const target = targets[number % Math.max(1, targets.length)];
    const onCase = hidden && target !== undefined ? tale.onCase(target.header.caseId!) : tale.onCase('z');
    const caveats = [{ caveat: 'covert' }] as const;
    if (number % 2 === 0) onCase('ContactReceived', { by: 'northbridge', handling: { caveats } });
    else
      onCase('HandlingChanged', {
        ...{ by: 'northbridge', handling: { caveats } },
        relations: hidden && target !== undefined ? related('about', target) : [],
        concerns: {
          ...openHandlingSaid,
          ...(target && saidOf(target.header)),
          neverToPeople: ['nobody'],
        },
      });
    const last = tale.onCase('a');
    last('ContactReceived', { by: 'riverside' });
    last('ContactReceived', { by: 'northbridge' });
    return tale;
  };

  it('delivers the same items in the same batches, whether or not something hidden happened', async () => {
    const who = readerOf('riverside', 'system');
    const inWorld = async (
      hidden: boolean,
      number: number,
      all: Parameters<typeof tell>[0],
      most: number,
      before: number,
    ) => {
      await side.begin();
      const { events } = world(all, hidden, number);
      const reading = consumer(side.feedOfAnotherProcess, who);
      const seen: unknown[] = [];
      const read = async (times: number) => {
        for (let time = 0; time < times; time += 1) {
          const batch = await reading.read(most);
          seen.push(batch && [batch.items.map(told), batch.caughtUp, batch.closing]);
        }
      };
      await side.take(events.slice(0, -3));
      await read(before);
      await side.take(events.slice(-3, -2));
      await read(2);
      if (before % 2 === 0) reading.interrupted();
      await side.take(events.slice(-2));
      await read(20);
      return seen;
    };
    const told = (item: FeedItem) =>
      item.kind === 'entry' ? [item.kind, item.id, item.entry] : [item.kind, item.id, item.eventId];
    const isOver = after(6_000);
    await fc.assert(
      fc.asyncProperty(
        steps(30),
        fc.nat({ max: 1_000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat({ max: 6 }),
        async (all, number, most, before) => {
          if (isOver()) return;
          const without = await inWorld(false, number, all, most, before);
          expect(await inWorld(true, number, all, most, before)).toEqual(without);
        },
      ),
      limits(60),
    );
  });
});

/** The same again of what is said already, so that nothing else changes. */
const saidOf = ({ parts, handling: { caveats, releasableTo, neverTo } }: EventHeader) => ({
  covert: caveats.some(({ caveat }) => caveat === 'covert'),
  notForImmigration: caveats.flatMap((one) =>
    one.caveat === 'not-for-immigration' ? [...(one.parts ?? parts)] : [],
  ),
  releaseLimited: releasableTo !== null,
  releasableTo: releasableTo ?? [],
  neverToOrganisations: neverTo,
});
