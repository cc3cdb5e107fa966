import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { storyClock } from '#kernel';
import { describeOnEachDatabase, type TestDatabase } from '#platform/testing';
import type { BuildTables, ProjectionAlarm } from '#projections';
import { buildIn } from '../timeline/build.fixture.js';
import { about, related, story, type Happened, type Story } from '../timeline/story.fixture.js';
import { oversightProjection } from './oversight-projection.js';
import type { OversightTables } from './tables.js';

const alarms: ProjectionAlarm[] = [];
const projection = oversightProjection({
  onAlarm: (alarm) => alarms.push(alarm),
  clock: storyClock('2010-01-01T00:00:00.000Z'),
});

describeOnEachDatabase('the oversight view', (make) => {
  let made: TestDatabase<OversightTables & BuildTables>;
  let build: ReturnType<typeof buildIn<OversightTables>>;
  let told: Story;

  beforeAll(async () => {
    made = await make<OversightTables & BuildTables>();
    build = buildIn<OversightTables>(made.database);
  });
  afterAll(() => made.remove());
  beforeEach(async () => {
    alarms.length = 0;
    told = story();
    await build.emptied(projection);
  });

  const takes = (...events: readonly Happened[]) =>
    build.inTransaction((transaction) =>
      projection.apply(
        transaction,
        events.map(({ event }) => event),
      ),
    );
  const grants = () => build.reader.selectFrom('emergency_access').selectAll().execute();
  const requests = () =>
    build.reader.selectFrom('information_request').select(['event_id', 'answered_by']).execute();

  const opened = (more: Readonly<Record<string, string>> = {}) =>
    told.onGrant('g', 'a')('BreakGlassOpened', {
      by: 'riverside',
      parts: ['audit.coded', 'audit.told'],
      concerns: {
        grantedTo: 'tom',
        organisation: 'riverside',
        caseOpened: 'a',
        until: '2010-01-01T04:00:00.000Z',
        ...more,
      },
    });
  const ofTheGrant = { grantedTo: 'tom', organisation: 'riverside', caseOpened: 'a' };

  it('has an emergency access from its opening until it is reviewed, which is due in 72 hours', async () => {
    const opening = opened();
    await takes(opening);
    expect(await grants()).toMatchObject([
      {
        grant_id: 'g',
        organisation: 'riverside',
        person: 'tom',
        case_id: 'a',
        opened_at: '2010-01-01T00:00:00.000Z',
        until: '2010-01-01T04:00:00.000Z',
        review_due: '2010-01-04T00:00:00.000Z',
        ended_at: null,
        reviewed_at: null,
        event_id: opening.header.id,
      },
    ]);
    const ended = told.onGrant('g', 'a')('BreakGlassEnded', { concerns: ofTheGrant });
    const reviewed = told.onGrant('g', 'a')('BreakGlassReviewed', { concerns: ofTheGrant });
    await takes(ended, reviewed);
    expect(await grants()).toMatchObject([
      { ended_at: ended.header.recordedAt, reviewed_at: reviewed.header.recordedAt },
    ]);
  });

  it('has a review of a board until it is closed', async () => {
    const scope = { board: 'board', reviewers: ['rita'], from: '2004', until: '2011' };
    const opening = told.onReview('r', ['a', 'b'])('ReviewOpened', { by: 'board', concerns: scope });
    await takes(opening);
    const reviews = () => build.reader.selectFrom('board_review').selectAll().execute();
    expect(await reviews()).toMatchObject([
      { review_id: 'r', board: 'board', reviewers: '["rita"]', cases: '["a","b"]', closed_at: null },
    ]);
    const closed = told.onReview('r', ['a', 'b'])('ReviewClosed', { by: 'board' });
    await takes(closed);
    expect(await reviews()).toMatchObject([{ closed_at: closed.header.recordedAt }]);
  });

  const asks = () =>
    told.onCase('a')('DisclosureRequested', { by: 'riverside', concerns: { askedOf: 'northbridge' } });
  const makes = (request: Happened, to = 'riverside') =>
    told.onCase('b')('DisclosureMade', { concerns: { disclosedTo: to }, relations: about(request) });
  const refuses = (request: Happened) =>
    told.onCase('a')('DisclosureRefused', {
      concerns: { refusedTo: 'riverside' },
      relations: about(request),
    });

  it('has what was asked of an organisation until that answers, also from another case', async () => {
    const [first, second] = [asks(), asks()];
    await takes(first, second);
    const refusal = refuses(first);
    const disclosure = makes(second);
    await takes(refusal, disclosure);
    expect(await requests()).toEqual(
      expect.arrayContaining([
        { event_id: first.header.id, answered_by: refusal.header.id },
        { event_id: second.header.id, answered_by: disclosure.header.id },
      ]),
    );
  });

  it('has the last answer where one was refused first', async () => {
    const request = asks();
    const refusal = refuses(request);
    const disclosure = makes(request);
    await takes(request, refusal, disclosure);
    expect(await requests()).toEqual([{ event_id: request.header.id, answered_by: disclosure.header.id }]);
  });

  it('takes no answer of another organisation, nor one to another, for an answer', async () => {
    const request = asks();
    const ofAnother = told.onCase('a')('DisclosureRefused', {
      by: 'easthaven',
      concerns: { refusedTo: 'riverside' },
      relations: about(request),
    });
    await takes(request, ofAnother, makes(request, 'clinic'));
    expect(await requests()).toEqual([{ event_id: request.header.id, answered_by: null }]);
  });

  it('lets a request wait again when the answer to it was taken back', async () => {
    const request = asks();
    const refusal = refuses(request);
    const back = told.onCase('a')('EventRetracted', { relations: related('withdraws', refusal) });
    await takes(request, refusal, back);
    expect(await requests()).toEqual([{ event_id: request.header.id, answered_by: null }]);
  });

  it('forgets a request that its recorder took back, and no other organisation can', async () => {
    const [request, other] = [asks(), asks()];
    const back = (taken: Happened, by: 'riverside' | 'easthaven') =>
      told.onCase('a')('EventRetracted', { by, relations: related('withdraws', taken) });
    await takes(request, other, back(request, 'riverside'), back(other, 'easthaven'));
    expect(await requests()).toEqual([{ event_id: other.header.id, answered_by: null }]);
  });

  it('has an emergency access whose end cannot be read as over at once, and to be reviewed', async () => {
    const { header } = opened({ until: 'some day' });
    await takes(told.events[0]!);
    expect(await grants()).toMatchObject([{ until: header.recordedAt, reviewed_at: null }]);
  });

  it('parks what it cannot read, tells an operator, and goes on with the rest', async () => {
    const nobodys = { organisation: 'riverside', until: '2010-01-01T04:00:00.000Z' };
    const unreadable = told.onGrant('g', 'a')('BreakGlassOpened', { concerns: nobodys });
    const request = asks();
    await takes(unreadable, request);
    expect(alarms).toMatchObject([
      { kind: 'parked', group: 'grant-g', problem: { name: 'OversightNotUnderstood', code: 'grantedTo' } },
    ]);
    expect(await grants()).toEqual([]);
    expect(await requests()).toHaveLength(1);
  });
});
