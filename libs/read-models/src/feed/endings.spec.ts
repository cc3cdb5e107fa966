import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import type { SharingPolicies } from '#sharing-policy';
import { readerOf } from '../read-side.fixture.js';
import { twoPolicies } from '../timeline/policies.fixture.js';
import {
  joins,
  openHandlingSaid,
  related,
  story,
  type Agency,
  type Happened,
  type Story,
} from '../timeline/story.fixture.js';
import { caughtUp, consumer } from './consumer.fixture.js';
import { feedOfStories, type FeedOfStories } from './feed-of-stories.fixture.js';

describeOnEachDatabase('what ceases to be visible', (make) => {
  let policies: SharingPolicies;
  let side: FeedOfStories;
  let tale: Story;
  let told: number;
  beforeAll(async () => {
    policies = twoPolicies();
    side = await feedOfStories(make, policies);
  });
  afterAll(() => side.close());
  beforeEach(async () => {
    await side.begin();
    tale = story();
    tale.begin('shipped');
    told = 0;
  });

  /** Takes in what has been told of the story since the last time. */
  const takeIn = async () => {
    await side.take(tale.events.slice(told));
    told = tale.events.length;
  };

  const caseA = () => tale.onCase('a');
  const begun = (): Happened => {
    const contact = caseA()('ContactReceived');
    caseA()('AgencyJoinedCase', joins('riverside'));
    return contact;
  };

  const system = (agency: Agency) => consumer(() => side.feed, readerOf(agency, 'system'));

  const handlingOf = (target: Happened, said: Partial<typeof openHandlingSaid>) =>
    caseA()('HandlingChanged', {
      relations: related('about', target),
      concerns: { ...openHandlingSaid, ...said },
    });

  it.each<[string, (contact: Happened) => void]>([
    ['the agency left the case', () => void caseA()('AgencyLeftCase', { by: 'riverside' })],
    [
      'its recorder keeps it from the organisation',
      (contact) => void handlingOf(contact, { neverToOrganisations: ['riverside'] as never }),
    ],
    [
      'its recorder keeps it from somebody of the organisation, for whom its system reads too',
      (contact) => void handlingOf(contact, { neverToPeople: ['riverside-worker'] as never }),
    ],
    ['it was made covert', (contact) => void handlingOf(contact, { covert: true as never })],
    [
      'it was about the wrong child',
      (contact) =>
        void caseA()('EventRetracted', {
          relations: related('withdraws', contact),
          concerns: { reason: 'wrong-child' },
        }),
    ],
  ])('is ended where %s', async (_why, ends) => {
    const contact = begun();
    await takeIn();
    const riverside = system('riverside');
    await caughtUp(riverside, 10);
    expect([...riverside.record.keys()]).toContain(contact.header.id);
    ends(contact);
    await takeIn();
    const items = [];
    for (;;) {
      const batch = await riverside.read(10);
      items.push(...(batch?.items ?? []));
      if (batch === null || (batch.caughtUp && batch.items.length === 0)) break;
    }
    expect(items).toContainEqual({
      kind: 'ended',
      id: expect.any(String),
      cursor: expect.any(String),
      caseId: 'a',
      eventId: contact.header.id,
    });
    expect([...riverside.record.keys()]).not.toContain(contact.header.id);
    expect([...riverside.record.keys()].sort()).toEqual(
      [...(await side.timelines(readerOf('riverside', 'system'), ['a'])).keys()].sort(),
    );
  });

  it('is not told of to whoever subscribes only then', async () => {
    const contact = begun();
    handlingOf(contact, { neverToOrganisations: ['riverside'] as never });
    await takeIn();
    const riverside = system('riverside');
    await caughtUp(riverside, 3);
    expect(riverside.toldOf).not.toContain(contact.header.id);
    expect(riverside.toldOf.size).toBeGreaterThan(0);
  });

  it('is ended for those colleagues only from whom it is kept', async () => {
    const contact = begun();
    await takeIn();
    const other = consumer(
      () => side.feed,
      readerOf('northbridge', 'duty-worker', { person: 'northbridge-other' }),
      { cases: ['a'] },
    );
    const worker = consumer(() => side.feed, readerOf('northbridge', 'duty-worker'), { cases: ['a'] });
    await caughtUp(other, 10);
    await caughtUp(worker, 10);
    expect(other.record.has(contact.header.id) && worker.record.has(contact.header.id)).toBe(true);
    const change = handlingOf(contact, { neverToPeople: ['northbridge-other'] as never });
    await takeIn();
    await caughtUp(other, 10);
    const batch = await worker.read(10);
    expect(other.record.has(contact.header.id)).toBe(false);
    expect(other.toldOf.has(change.header.id)).toBe(false);
    expect(batch?.items.map((item) => (item.kind === 'entry' ? item.entry.eventId : item.kind))).toEqual([
      change.header.id,
    ]);
  });

  it('of a case that is linked comes with the link and ends with it, for whoever follows the other case', async () => {
    const a = caseA()('ContactReceived');
    const b = tale.onCase('b')('ContactReceived', { by: 'riverside' });
    await takeIn();
    const northbridge = consumer(() => side.feed, readerOf('northbridge', 'system'), { cases: ['a'] });
    await caughtUp(northbridge, 10);
    expect([...northbridge.record.keys()]).toEqual([a.header.id]);
    const link = tale.onLink('l', ['a', 'b']);
    link('RecordLinkProposed');
    link('RecordLinked', { concerns: { agreedAsLead: ['a'] } });
    link('RecordLinked', { by: 'riverside', concerns: { agreedAsLead: ['b'] } });
    await takeIn();
    await caughtUp(northbridge, 10);
    expect([...northbridge.record.keys()]).toContain(b.header.id);
    link('RecordUnlinked', { concerns: { takenOut: ['b'] } });
    await takeIn();
    await caughtUp(northbridge, 10);
    expect([...northbridge.record.keys()]).not.toContain(b.header.id);
    expect([...northbridge.record.keys()].sort()).toEqual(
      [...(await side.timelines(readerOf('northbridge', 'system'), ['a'])).keys()].sort(),
    );
  });

  it('ends with everything else, and the feed with it, for somebody who works with the child no more', async () => {
    const contact = begun();
    caseA()('WorkerAllocated', { concerns: { worker: 'nora' } });
    await takeIn();
    const nora = consumer(() => side.feed, readerOf('northbridge', 'allocated-worker', { person: 'nora' }), {
      cases: ['a'],
    });
    await caughtUp(nora, 10);
    expect(nora.record.has(contact.header.id)).toBe(true);
    caseA()('WorkerReleased', { concerns: { worker: 'nora' } });
    await takeIn();
    await caughtUp(nora, 2);
    expect(nora.closed()).toBe('relationship-ended');
    expect([...nora.record.keys()].sort()).toEqual(
      [
        ...(
          await side.timelines(readerOf('northbridge', 'allocated-worker', { person: 'nora' }), ['a'])
        ).keys(),
      ].sort(),
    );
  });

  it('ends for the manager of a team when its worker is in another, of which the view knows nothing', async () => {
    const contact = begun();
    caseA()('WorkerAllocated', { concerns: { worker: 'northbridge-other' } });
    await takeIn();
    side.joinsTeam('northbridge-other', 'assessment');
    const manager = readerOf('northbridge', 'team-manager', { person: 'nora', team: 'assessment' });
    const nora = consumer(() => side.feed, manager, { cases: ['a'] });
    await caughtUp(nora, 10);
    expect(nora.record.has(contact.header.id)).toBe(true);
    side.joinsTeam('northbridge-other', 'leaving-care');
    await caughtUp(nora, 2);
    expect(nora.closed()).toBe('relationship-ended');
    expect([...nora.record.keys()]).toEqual([]);
  });
});
