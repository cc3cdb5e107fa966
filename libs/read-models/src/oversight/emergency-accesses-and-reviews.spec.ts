import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { partsIn, type Purpose, type Role } from '#casework';
import { randomId, type EventId } from '#kernel';
import { describeOnEachDatabase, type MakeDatabase } from '#platform/testing';
import { inOneMoment } from '#projections';
import type { Reader } from '../api.js';
import type { EmergencyAccessesQuery } from './api.js';
import { readerOf, readSide, type ReadSide } from '../read-side.fixture.js';
import type { Agency } from '../timeline/story.fixture.js';
import { boardReviewOf } from './board-review.js';
import { overdueEmergencyReviews } from './overdue-emergency-reviews.js';

let side: ReadSide;
/** Northbridge is responsible for the child, Riverside Police are on the case; the other child is the clinic's. */
const a = randomId();
const b = randomId();
const grants = [randomId(), randomId()] as const;
const review = randomId();
let openings: EventId[];
let opened: EventId;

const someone = (
  organisation: Agency,
  role: Role,
  person: string,
  team = 'a team',
  purpose?: Purpose,
): Reader => readerOf(organisation, role, { person, team, ...(purpose === undefined ? {} : { purpose }) });
const holder = someone('riverside', 'officer', 'tom', 'response');
const supervisor = someone('riverside', 'supervisor', 'iris', 'response');
const detective = someone('riverside', 'investigator', 'ines', 'child-abuse');
const nora = someone('northbridge', 'duty-worker', 'nora');
const elsewhere = someone('easthaven', 'duty-worker', 'ella');
const reviewer = someone('board', 'reviewer', 'rita', 'a team', 'review');
const manager = someone('board', 'board-manager', 'mona', 'a team', 'review');

const planFor = async (reader: Reader, query: Partial<EmergencyAccessesQuery> = {}) => {
  await side.settled();
  return side.reads.emergencyAccesses(reader, { first: 25, ...query });
};
const accessesFor = async (reader: Reader, query: Partial<EmergencyAccessesQuery> = {}) => {
  const plan = await planFor(reader, query);
  if (!plan.ok) throw new Error(plan.reason.code);
  return (await plan.value.open()).edges.map(({ node }) => node);
};
const idsFor = async (reader: Reader, query: Partial<EmergencyAccessesQuery> = {}) =>
  (await accessesFor(reader, query)).map(({ grantId }) => grantId);

const begun = async (make: MakeDatabase, slots: number) => {
  side = await readSide(make, slots);
  const tom = { person: 'tom', organisation: 'riverside', role: 'officer', team: 'response', name: 'Tom' };
  await side.record('PersonEnrolled', { ...tom, supervisor: 'iris' });
  await side.record('CaseOpened', { reason: 'concern', summary: 'A girl.' }, { caseId: a });
  await side.record('ResponsibilityAccepted', { basis: 'court-order' }, { caseId: a });
  await side.record('AgencyJoinedCase', { organisation: 'riverside', through: 'request' }, { caseId: a });
  await side.record('CaseOpened', { reason: 'concern', summary: 'A boy.' }, { caseId: b, by: 'clinic' });
  openings = [];
  for (const [index, caseId] of [a, b].entries()) {
    const until = new Date(Date.parse(side.clock.now()) + 4 * 3_600_000).toISOString();
    const grant = { grantedTo: 'tom', organisation: 'riverside', caseOpened: caseId, until };
    const why = {
      ground: 'missing-child',
      agencyFunction: 'police',
      justification: 'The child is not home.',
    };
    const doing = { caseId, by: 'riverside', stream: `grant-${grants[index]!}` } as const;
    openings.push((await side.record('BreakGlassOpened', { ...grant, ...why }, doing)).id);
  }
  const scope = { cases: [a, b], from: '2004', until: '2011', board: 'board', reviewers: ['rita'] };
  const doing = { by: 'board', stream: `review-${review}` } as const;
  opened = (await side.record('ReviewOpened', { ...scope, kind: 'learning-review' }, doing)).id;
};

describeOnEachDatabase('emergency access', (make, dialect) => {
  beforeAll(() => begun(make, dialect === 'postgres' ? 3 : 1));
  afterAll(() => side.close());

  it('is known to who has it and who supervises them, of every case; with why it was opened', async () => {
    for (const reader of [holder, supervisor]) expect(await idsFor(reader)).toEqual(grants);
    expect((await accessesFor(supervisor))[0]).toMatchObject({
      caseId: a,
      person: 'tom',
      organisation: 'riverside',
      endedAt: null,
      reviewedAt: null,
      ground: 'missing-child',
      justification: 'The child is not home.',
    });
    expect(await idsFor(detective)).toEqual([]);
  });

  it('is known to the responsible authority, of its children', async () => {
    expect(await idsFor(nora, { caseId: a })).toEqual([grants[0]]);
    expect(await planFor(nora, { caseId: b })).toMatchObject({ ok: false, reason: { code: 'NOT_FOUND' } });
  });

  it('tells a colleague on the case that it may know of none, and a stranger that there is no such case', async () => {
    await side.record(
      'InvestigatorAssigned',
      { investigator: 'ines', specialist: true },
      { caseId: a, by: 'riverside' },
    );
    expect(await idsFor(detective, { caseId: a })).toEqual([]);
    for (const caseId of [a, randomId()])
      expect(await planFor(elsewhere, { caseId })).toMatchObject({ reason: { code: 'NOT_FOUND' } });
  });

  it('puts on record what it tells: of each case, the opening with its parts', async () => {
    const plan = await planFor(supervisor);
    if (!plan.ok) throw new Error(plan.reason.code);
    const told = plan.value.touches.map(({ caseId, events }) => [
      caseId,
      ...events.flatMap(({ eventId, parts }) => [eventId, ...partsIn(parts)]),
    ]);
    expect(told).toEqual([
      [a, openings[0], 'audit.coded', 'audit.told'],
      [b, openings[1], 'audit.coded', 'audit.told'],
    ]);
  });

  it('comes page by page, and ends by itself when its time has run out', async () => {
    const first = await planFor(supervisor, { first: 1 });
    if (!first.ok) throw new Error(first.reason.code);
    const page = await first.value.open();
    expect([page.edges.length, page.hasNextPage]).toEqual([1, true]);
    expect(await idsFor(supervisor, { after: page.edges[0]!.cursor })).toEqual([grants[1]]);
    const { until } = page.edges[0]!.node;
    side.clock.setTo(until);
    expect((await accessesFor(supervisor))[0]).toMatchObject({ endedAt: until });
  });

  it('is overdue for review after 72 hours, for the organisation of who had it', async () => {
    const overdue = (organisation: string) =>
      inOneMoment(side.database.reader, (moment) =>
        overdueEmergencyReviews(moment, organisation, side.clock.now()),
      );
    expect(await overdue('riverside')).toEqual([]);
    side.clock.setTo(new Date(Date.parse(side.clock.now()) + 72 * 3_600_000).toISOString());
    expect(await overdue('riverside')).toEqual(grants);
    expect(await overdue('northbridge')).toEqual([]);
  });

  const reviewsFor = async (reader: Reader) => {
    await side.settled();
    const plan = await side.reads.reviews(reader, { first: 25 });
    if (!plan.ok) throw new Error(plan.reason.code);
    return { touches: plan.value.touches, reviews: (await plan.value.open()).edges.map(({ node }) => node) };
  };

  it('and a review of a board is known to its own people alone, also when it is closed', async () => {
    for (const reader of [reviewer, manager]) {
      const { touches, reviews } = await reviewsFor(reader);
      expect(reviews).toMatchObject([
        { reviewId: review, cases: [a, b], reviewers: ['rita'], closedAt: null },
      ]);
      expect(touches.map(({ caseId, events }) => [caseId, events[0]?.eventId])).toEqual([
        [a, opened],
        [b, opened],
      ]);
    }
    for (const reader of [nora, { ...reviewer, purpose: 'safeguarding' as const }])
      expect((await reviewsFor(reader)).reviews).toEqual([]);
    const doing = { by: 'board', stream: `review-${review}` } as const;
    const scope = { cases: [a, b], from: '2004', until: '2011', outcome: 'report-published' };
    const closed = await side.record('ReviewClosed', scope, doing);
    expect((await reviewsFor(manager)).reviews).toMatchObject([{ closedAt: closed.recordedAt }]);
    const found = await inOneMoment(side.database.reader, (moment) => boardReviewOf(moment, review));
    expect(found).toMatchObject({ board: 'board', from: '2004', until: '2011', eventId: opened });
    expect(await inOneMoment(side.database.reader, (moment) => boardReviewOf(moment, randomId()))).toBeNull();
  });
});
