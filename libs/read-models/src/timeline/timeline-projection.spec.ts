import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { storyClock } from '#kernel';
import { describeOnEachDatabase, type TestDatabase } from '#platform/testing';
import { slotOf, type BuildTables, type ProjectionAlarm, type Slot } from '#projections';
import type { SharingPolicies } from '#sharing-policy';
import { partsIn } from '#casework';
import { buildIn } from './build.fixture.js';
import { given } from './given.js';
import { steps, tell } from './generated-stories.fixture.js';
import { twoPolicies } from './policies.fixture.js';
import fc from 'fast-check';
import { joins, story, type Happened, type Story } from './story.fixture.js';
import type { TimelineTables } from './tables.js';
import { timelineProjection } from './timeline-projection.js';
import { tablesOf, wholeView, type PlainRow, type WholeView } from './whole-view.fixture.js';

type Tables = TimelineTables & BuildTables;

let policies: SharingPolicies;
let build: ReturnType<typeof buildIn<TimelineTables>>;
const alarms: ProjectionAlarm[] = [];

beforeAll(() => {
  policies = twoPolicies();
});
beforeEach(() => {
  alarms.length = 0;
});

const projected = async (
  events: readonly Happened[],
  batches: number,
  mostEventsInMemory?: number,
  slot?: Slot,
) => {
  const projection = timelineProjection({
    policies,
    onAlarm: (alarm) => alarms.push(alarm),
    clock: storyClock('2010-01-01T00:00:00.000Z'),
    mostEventsInMemory,
    slot,
  });
  await build.emptied(projection);
  for (let first = 0; first < events.length; first += batches) {
    const batch = events.slice(first, first + batches).map(({ event }) => event);
    await build.inTransaction((transaction) => projection.apply(transaction, batch));
  }
};

const storedRows = async (): Promise<readonly PlainRow[]> => {
  const { reader } = build;
  const now = await reader.selectFrom('agency_event').selectAll().execute();
  const past = await reader.selectFrom('agency_event_past').selectAll().execute();
  const none = { visible_until: null, ending_sequence: null, ending_digest: null, ending_cause_id: null };
  return [...now.map((row) => ({ ...row, ...none })), ...past]
    .map((row) => ({
      organisation: row.organisation,
      sequence: row.sequence,
      digest: row.digest,
      event: row.event_id,
      caseId: row.case_id,
      cause: row.cause_id,
      given: row.given,
      level: given(row.given).level,
      handed: given(row.given).handed,
      policyVersion: row.policy_version,
      from: row.visible_from,
      until: row.visible_until,
      endingSequence: row.ending_sequence,
      endingDigest: row.ending_digest,
      endingCause: row.ending_cause_id,
    }))
    .sort(bySequence);
};

const bySequence = (a: PlainRow, b: PlainRow) =>
  a.organisation < b.organisation ? -1 : a.organisation > b.organisation ? 1 : a.sequence - b.sequence;

const pureView = (tale: Story): WholeView => {
  const whole = wholeView(policies);
  for (const happened of tale.events) whole.take(happened);
  return whole;
};

const pureRows = (tale: Story): readonly PlainRow[] => {
  const whole = pureView(tale);
  return whole.rows.sort(bySequence);
};

describeOnEachDatabase('the timeline in its tables', (make, dialect) => {
  // A run on PostgreSQL makes its tables anew, which takes longer than all the rest of it.
  const runs = (most: number) => (dialect === 'postgres' ? Math.ceil(most / 6) : most);
  let made: TestDatabase<Tables>;
  beforeAll(async () => {
    made = await make<Tables>();
    build = buildIn(made.database);
  });
  afterAll(() => made.remove());

  it.each([
    [1, undefined],
    [3, undefined],
    [100, undefined],
    [1, 1],
    [2, 3],
  ])('is what the pure function says, in batches of %i with %p events in memory', async (batch, memory) => {
    const tale = story();
    tale.begin('shipped');
    const a = tale.onCase('a');
    const b = tale.onCase('b');
    a('ContactReceived', { parts: ['core.coded', 'core.told', 'care.told'] });
    b('ChildReportedMissing', { by: 'riverside', parts: ['core.coded', 'location.told'] });
    a('AgencyJoinedCase', joins('riverside'));
    a('AgencyJoinedCase', joins('lantern'));
    const link = tale.onLink('l', ['a', 'b']);
    link('RecordLinkProposed');
    link('RecordLinked', { concerns: { agreedAsLead: ['a'] } });
    link('RecordLinked', { by: 'riverside', concerns: { agreedAsLead: ['b'] } });
    b('ChildLocated', { by: 'riverside', parts: ['core.coded', 'location.told'] });
    tale.adopted('shipped');
    a('AgencyLeftCase', { by: 'riverside' });
    link('RecordUnlinked', { concerns: { takenOut: ['b'] } });
    await projected(tale.events, batch, memory);
    expect(alarms).toEqual([]);
    expect(await storedRows()).toEqual(pureRows(tale));
  });

  it('is what the pure function says for any story, however it is cut into batches and whatever is put out of memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(30),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(0, 1, 5, 1_000),
        async (all, batch, memory) => {
          const tale = tell(all, 'shipped');
          await projected(tale.events, batch, memory);
          expect(alarms).toEqual([]);
          expect(await storedRows()).toEqual(pureRows(tale));
          expect(await storedTables()).toEqual(tablesOf(pureView(tale)));
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('is, slot by slot, what one slot would hold, whatever the number of slots', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(30),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(0, 1_000),
        fc.integer({ min: 2, max: 5 }),
        async (all, batch, memory, slots) => {
          const tale = tell(all, 'shipped');
          const rows: PlainRow[] = [];
          const tables: Awaited<ReturnType<typeof storedTables>>[] = [];
          for (let slot = 0; slot < slots; slot += 1) {
            await projected(tale.events, batch, memory, { projection: 'timeline', slot, slots });
            const written = await storedRows();
            expect(written.every(({ organisation }) => slotOf(organisation, slots) === slot)).toBe(true);
            rows.push(...written);
            tables.push(await storedTables());
          }
          expect(alarms).toEqual([]);
          expect(rows.sort(bySequence)).toEqual(pureRows(tale));
          for (const [table, expected] of Object.entries(tablesOf(pureView(tale)))) {
            const found = tables.flatMap((some) => some[table as keyof typeof some]);
            expect(found.sort()).toEqual(expected);
          }
        },
      ),
      { numRuns: runs(20) },
    );
  });

  it('holds of each event the sealed parts that the organisation may have, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(steps(30), async (all) => {
        await projected(tell(all, 'shipped').events, 10);
        const rows = await build.reader.selectFrom('agency_event').selectAll().execute();
        for (const row of rows) {
          const held = JSON.parse(row.parts) as { part: string }[];
          expect(held.map(({ part }) => part)).toEqual(partsIn(given(row.given).handed));
          if (row.given.startsWith('stub'))
            expect([row.type, JSON.parse(row.header)]).toMatchObject([
              null,
              { recordedAt: null, version: null },
            ]);
        }
      }),
      { numRuns: runs(20) },
    );
  });
});

const storedTables = async (): Promise<ReturnType<typeof tablesOf>> => {
  const { reader } = build;
  const events = await reader.selectFrom('agency_event').selectAll().execute();
  const relations = await reader.selectFrom('agency_relation').selectAll().execute();
  const cases = await reader.selectFrom('agency_case').selectAll().execute();
  const people = await reader
    .selectFrom('agency_relationship')
    .selectAll()
    .where('until', 'is', null)
    .execute();
  return {
    events: events
      .map((row) => `${row.organisation} ${row.event_id} ${row.case_id} ${row.given} ${row.facts}`)
      .sort(),
    relations: relations
      .map((row) => `${row.organisation} ${row.source_id} ${row.kind} ${row.target_id}`)
      .sort(),
    cases: cases
      .map(
        (row) =>
          `${row.organisation} ${row.case_id} ${row.flags} ${row.child_id} ${row.timeline_id} ${row.visible_from}`,
      )
      .sort(),
    people: people
      .map(
        (row) =>
          `${row.organisation} ${row.case_id} ${row.person} ${row.relationship} ${row.through} ${row.ends_at}`,
      )
      .sort(),
  };
};
