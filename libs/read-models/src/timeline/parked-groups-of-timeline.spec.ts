import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { storyClock } from '#kernel';
import { describeOnEachDatabase, type TestDatabase } from '#platform/testing';
import type { BuildTables, ProjectionAlarm } from '#projections';
import { CannotDecide, type SharingPolicies } from '#sharing-policy';
import { buildIn } from './build.fixture.js';
import { twoPolicies } from './policies.fixture.js';
import { joins, story, type Happened, type Story } from './story.fixture.js';
import type { TimelineTables } from './tables.js';
import { timelineProjection } from './timeline-projection.js';

let policies: SharingPolicies;
let build: ReturnType<typeof buildIn<TimelineTables>>;
let projection: ReturnType<typeof timelineProjection>;
const alarms: ProjectionAlarm[] = [];

beforeAll(() => {
  policies = twoPolicies();
});

const describeViews = (what: string, tests: () => void) =>
  describeOnEachDatabase(what, (make) => {
    let made: TestDatabase<TimelineTables & BuildTables>;
    beforeAll(async () => {
      made = await make<TimelineTables & BuildTables>();
      build = buildIn(made.database);
    });
    afterAll(() => made.remove());
    beforeEach(async () => {
      alarms.length = 0;
      projection = newProjection();
      await build.emptied(projection);
    });
    tests();
  });

const newProjection = (asked = policies) =>
  timelineProjection({
    policies: asked,
    onAlarm: (alarm) => alarms.push(alarm),
    clock: storyClock('2010-01-01T00:00:00.000Z'),
  });

const taken = (...events: readonly Happened[]) =>
  build.inTransaction((transaction) =>
    projection.apply(
      transaction,
      events.map(({ event }) => event),
    ),
  );

const had = async (organisation: string): Promise<readonly string[]> => {
  const rows = await build.reader
    .selectFrom('agency_event')
    .select('event_id')
    .where('organisation', '=', organisation)
    .execute();
  return rows.map(({ event_id }) => event_id);
};

const has = async (organisation: string, { header }: Happened) =>
  (await had(organisation)).includes(header.id);

const begun = async (): Promise<Story> => {
  const tale = story();
  tale.begin('shipped');
  await taken(...tale.events);
  return tale;
};

/** An event that this version cannot read: its caveat is one that only a later version knows. */
const unreadable = ({ header, event }: Happened): Happened => ({
  header,
  event: { ...event, data: { ...(event.data as object), later: true } },
});

describeViews('an event that cannot be taken in', () => {
  it('parks its case and nothing else, says so without what it holds, and lets the rest of the batch go on', async () => {
    const tale = await begun();
    const [a, b] = [tale.onCase('a'), tale.onCase('b')];
    const first = a('ContactReceived');
    const poison = a('DecisionRecorded');
    const waits = a('AgencyJoinedCase', joins('riverside'));
    const other = b('ContactReceived');
    await taken(first, unreadable(poison), waits, other);
    expect(alarms).toMatchObject([{ kind: 'parked', group: 'a', position: poison.event.position }]);
    expect(JSON.stringify(alarms)).not.toContain('sealed');
    expect(await has('northbridge', first)).toBe(true);
    expect(await has('northbridge', other)).toBe(true);
    expect(await had('riverside')).toEqual([]);
    projection = newProjection();
    const later = a('DecisionRecorded');
    await taken(later);
    expect(await has('northbridge', later)).toBe(false);
    expect(alarms).toHaveLength(1);
  });

  it('because the policy engine failed stops the view until it decides again: the event has done nothing wrong', async () => {
    let fails = true;
    const unsteady: SharingPolicies = {
      ...policies,
      byVersion: (version) => {
        const policy = policies.byVersion(version);
        return (
          policy && {
            ...policy,
            entryForOrganisation: (...asked) => {
              if (fails) throw new CannotDecide('out of memory');
              return policy.entryForOrganisation(...asked);
            },
          }
        );
      },
    };
    projection = newProjection(unsteady);
    const tale = await begun();
    const first = tale.onCase('a')('ContactReceived');
    await expect(taken(first)).rejects.toThrow(CannotDecide);
    expect(alarms).toEqual([]);
    fails = false;
    projection.forget();
    await taken(first);
    expect(await has('northbridge', first)).toBe(true);
  });

  it('of a type that is not known parks its case', async () => {
    const tale = await begun();
    await taken(tale.onCase('a')('FromALaterVersion'));
    expect(alarms).toMatchObject([{ group: 'a', problem: { name: 'EventNotUnderstood', code: 'type' } }]);
  });

  it('is never passed over in the directory: without it nothing can be decided', async () => {
    const tale = await begun();
    await expect(taken(unreadable(tale.registered('lantern')))).rejects.toThrow('cannot be read');
    await expect(taken(tale.adopted('of-the-future'))).rejects.toThrow('does not ship');
  });

  it('about a link parks every case that it names', async () => {
    const tale = await begun();
    const [a, b] = [tale.onCase('a'), tale.onCase('b')];
    await taken(a('ContactReceived'), b('ContactReceived'));
    const poison = tale.onLink('l', ['a', 'b'])('RecordLinkProposed');
    const readable = { header: poison.header, event: poison.event };
    await taken(unreadable(a('DecisionRecorded')));
    await taken(readable);
    expect(alarms.map((alarm) => alarm.kind === 'parked' && alarm.group)).toEqual(['a']);
    const onB = b('DecisionRecorded');
    await taken(onB);
    expect(await has('northbridge', onB)).toBe(true);
  });
});

describeViews('a group that is tried again', () => {
  it('stays parked while the event still cannot be read, and nothing of it changes', async () => {
    const tale = await begun();
    const a = tale.onCase('a');
    await taken(a('ContactReceived'), unreadable(a('DecisionRecorded')));
    const before = await had('northbridge');
    await expect(build.inTransaction((transaction) => projection.retry!(transaction, 'a'))).rejects.toThrow(
      'cannot be read',
    );
    projection.forget();
    expect(await had('northbridge')).toEqual(before);
    expect(await build.reader.selectFrom('projection_parked').selectAll().execute()).toHaveLength(1);
  });

  it('takes in what waited, in order, once the event can be read', async () => {
    const tale = await begun();
    const a = tale.onCase('a');
    const first = a('ContactReceived');
    const poison = a('DecisionRecorded');
    const joined = a('AgencyJoinedCase', joins('riverside'));
    await taken(first, unreadable(poison), joined);
    // A later version of the software reads what this one cannot: here what was kept is put right instead.
    await build.inTransaction(async (transaction) => {
      await transaction
        .updateTable('ledger')
        .set({ parts: JSON.stringify(poison.event.data) })
        .where('event_id', '=', poison.header.id)
        .execute();
    });
    await build.inTransaction((transaction) => projection.retry!(transaction, 'a'));
    for (const event of [first, poison, joined]) {
      expect(await has('northbridge', event)).toBe(true);
      expect(await has('riverside', event)).toBe(true);
    }
    expect(await build.reader.selectFrom('projection_parked').selectAll().execute()).toEqual([]);
    const later = a('DecisionRecorded');
    await taken(later);
    expect(await has('riverside', later)).toBe(true);
  });
});
