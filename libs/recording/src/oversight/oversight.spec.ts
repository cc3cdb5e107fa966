import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgencyFunction, Role } from '#casework';
import { OutcomeUnknown, StoreUnavailable, type EventStore } from '#event-store';
import type { Person, Principal } from '#identity';
import { randomId, type CaseId, type Instant } from '#kernel';
import { headerDigest } from '#sealing';
import { contact, openedRecording, principal } from '../recording.fixture.js';
import type { OpenEmergencyAccess, OpenReview, OversightPorts } from './api.js';
import { openOversight } from './open-oversight.js';

const inTeam = (person: Principal, team: string | null, supervisor: string | null = null): Principal => ({
  ...person,
  team,
  supervisor,
});
const of = (organisation: string, agency: AgencyFunction, role: Role, who: string) =>
  principal(organisation, agency, role, who);
const inspector = inTeam(of('metro-police', 'police', 'supervisor', 'inspector'), 'nights');
const officer = inTeam(of('metro-police', 'police', 'officer', 'officer'), 'nights', inspector.person);
const unit = inTeam(of('metro-police', 'police', 'supervisor', 'unit'), 'vulnerability');
const worker = of('northbridge', 'children-services', 'duty-worker', 'worker');
const manager = of('capital-board', 'safeguarding-board', 'board-manager', 'manager');
const reviewer = of('capital-board', 'safeguarding-board', 'reviewer', 'reviewer');
const another = of('capital-board', 'safeguarding-board', 'reviewer', 'another');
const elsewhere = of('county-board', 'safeguarding-board', 'reviewer', 'reviewer');
/** A charity has no teams: a support worker, who supervises them, and a colleague. */
const lead = of('lantern', 'voluntary', 'support-worker', 'lead');
const support = inTeam(of('lantern', 'voluntary', 'support-worker', 'support'), null, lead.person);
const colleague = of('lantern', 'voluntary', 'support-worker', 'colleague');
const everybody = [inspector, officer, unit, worker, manager, reviewer, another, elsewhere].concat(
  lead,
  support,
  colleague,
);

const people = new Map(
  everybody.map((one): [string, Person] => [
    one.person,
    { ...one, id: one.person, name: 'Somebody', suspended: false },
  ]),
);
const hours = (count: number): Instant =>
  new Date(Date.parse('2010-11-02T10:00:00.000Z') + count * 3_600_000).toISOString();

/** Oversight on a real log and real keys, beside recording; a test may come between it and the log. */
const opened = async (watched?: (store: EventStore) => EventStore) => {
  const recording = await openedRecording(watched);
  const overdue: string[] = [];
  const ports: OversightPorts = {
    ...recording.ports,
    directory: {
      ...recording.ports.directory,
      person: (id) => people.get(id),
      people: () => people.values(),
      organisationOf: (id) => people.get(id)?.organisation,
    },
    overdueEmergencyReviews: () => Promise.resolve(overdue),
  };
  const begun = await recording.recording.record(contact());
  if (!begun.ok || begun.value.caseId === null) throw new Error('The case did not begin.');
  return {
    ...recording,
    overdue,
    caseId: begun.value.caseId,
    oversight: openOversight(ports),
    /** Another process on the same log. */
    anotherOversight: () => openOversight(ports),
    types: async () => (await recording.inLog()).map(({ type }) => type).slice(1),
  };
};

let here: Awaited<ReturnType<typeof opened>>;
beforeEach(async () => {
  here = await opened();
});
afterEach(() => here.close());

const correlation = randomId();
const opening = (caseId: CaseId, changes: Partial<OpenEmergencyAccess> = {}): OpenEmergencyAccess => ({
  principal: officer,
  purpose: 'safeguarding',
  key: 'emergency-0001',
  correlation,
  caseId,
  ground: 'threat-to-life',
  justification: 'He is missing and in danger tonight.',
  hours: null,
  ...changes,
});
const acting = (who: Principal, key: string) => ({
  principal: who,
  purpose: 'safeguarding' as const,
  key,
  correlation,
});
const judged = { outcome: 'justified', reasons: 'There was no other way that night.' } as const;
const openedFor = async (changes: Partial<OpenEmergencyAccess> = {}) => {
  const answer = await here.oversight.openEmergencyAccess(opening(here.caseId, changes));
  if (!answer.ok) throw new Error(`The emergency access was refused: ${answer.reason.code}.`);
  return answer.value;
};
const refusalOf = (answer: { readonly ok: boolean; readonly reason?: unknown }) =>
  answer.ok ? 'accepted' : answer.reason;

describe('an emergency access', () => {
  it('is opened for four hours unless told, by a record that names whom and what it opens', async () => {
    const granted = await openedFor();
    expect(granted).toMatchObject({ caseId: here.caseId, until: hours(4), repeated: false, narrows: false });
    const [, { header }] = (await here.inLog()) as [unknown, Awaited<ReturnType<typeof here.inLog>>[number]];
    expect(header).toMatchObject({
      id: granted.eventId,
      stream: `grant-${granted.grantId}`,
      caseId: here.caseId,
      recordedBy: { organisation: 'metro-police', person: officer.person, role: 'officer' },
      concerns: {
        grantedTo: officer.person,
        organisation: 'metro-police',
        caseOpened: here.caseId,
        until: hours(4),
      },
      parts: ['audit.coded', 'audit.told'],
    });
    expect(await openedFor({ principal: unit, key: 'emergency-0002', hours: 12 }).catch(String)).toContain(
      'FORBIDDEN',
    );
    const longer = await openedFor({ key: 'emergency-0003', hours: 12, principal: worker });
    expect(longer.until).toBe(hours(12));
  });

  it('has its words sealed under a key of the case that ends with the records of access', async () => {
    const granted = await openedFor();
    const inLog = (await here.inLog()).at(-1)!;
    expect(JSON.stringify(inLog.data)).not.toContain('danger');
    const [contactEvent] = await here.inLog();
    const keysOf = (event: typeof inLog) => new Set(event.parts.map(({ key }) => key));
    expect([...keysOf(inLog)]).toHaveLength(1);
    expect([...keysOf(inLog)].some((key) => keysOf(contactEvent!).has(key))).toBe(false);
    // Another access to the same case is under the same key: what covers it is the case, not the stream.
    await openedFor({ key: 'emergency-0002', principal: worker });
    expect(keysOf((await here.inLog()).at(-1)!)).toEqual(keysOf(inLog));
    expect(granted.grantId).toBeDefined();
  });

  it.each([0, 13, 2.5, Number.NaN])('is not opened for %s hours', async (count) => {
    const answer = await here.oversight.openEmergencyAccess(opening(here.caseId, { hours: count }));
    expect(refusalOf(answer)).toEqual({
      code: 'INVALID_INPUT',
      fields: [{ field: 'hours', problem: 'must be a whole number from 1 to 12' }],
    });
  });

  it('says every mistake at once, by its field', async () => {
    const answer = await here.oversight.openEmergencyAccess({
      ...opening('no-case', { justification: ' ', key: 'short' }),
      ground: 'curiosity' as 'threat-to-life',
    });
    expect(refusalOf(answer)).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ field: 'key' }, { field: 'caseId' }, { field: 'ground' }, { field: 'justification' }],
    });
    expect(await here.types()).toEqual([]);
  });

  it('is recorded once when it is sent twice, whoever of two processes takes it', async () => {
    const first = await openedFor();
    expect(await openedFor()).toEqual({ ...first, repeated: true });
    const other = await here.anotherOversight().openEmergencyAccess(opening(here.caseId));
    expect(other).toEqual({ ok: true, value: { ...first, repeated: true } });
    const changed = opening(here.caseId, { justification: 'Something else.' });
    expect(refusalOf(await here.oversight.openEmergencyAccess(changed))).toEqual({
      code: 'CONFLICT',
      because: 'key-used-for-other-input',
    });
    expect(await here.types()).toEqual(['BreakGlassOpened']);
  });

  it('is one at a time for a person and a case, however many are asked for at once and of whom', async () => {
    const processes = [here.oversight, here.anotherOversight(), here.anotherOversight()];
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((number) =>
        processes[number % 3]!.openEmergencyAccess(opening(here.caseId, { key: `emergency-000${number}` })),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers.filter(({ ok }) => !ok))
      expect(refusalOf(answer)).toMatchObject({ rule: 'one-emergency-access-at-a-time' });
    expect(await here.types()).toEqual(['BreakGlassOpened']);
  });

  it('can be opened again once it is over, and the first is still answered by its key', async () => {
    const first = await openedFor();
    here.clock.setTo(hours(4));
    const second = await openedFor({ key: 'emergency-0002' });
    expect(second.grantId).not.toBe(first.grantId);
    expect(await openedFor()).toEqual({ ...first, repeated: true });
  });

  it('is refused for a case that is not there and for one that is hidden, in the same words', async () => {
    const hidden = await here.recording.record(
      contact({ key: 'front-desk-0002', handling: { covert: true } }),
    );
    const cases = [randomId(), hidden.ok ? hidden.value.caseId! : ''];
    for (const caseId of cases)
      expect(refusalOf(await here.oversight.openEmergencyAccess(opening(caseId)))).toEqual({
        code: 'NOT_FOUND',
      });
  });

  it('is refused while one of the organisation is overdue for its review, and no more after it', async () => {
    const { grantId } = await openedFor();
    here.overdue.push(grantId);
    here.clock.setTo(hours(72));
    // What the view holds for overdue is asked of the log: the last instant is still in time.
    const second = await openedFor({ key: 'emergency-0002' });
    await here.oversight.endEmergencyAccess({ ...acting(officer, 'giving-back-1'), grantId: second.grantId });
    here.clock.setTo(hours(73));
    const third = opening(here.caseId, { key: 'emergency-0003' });
    for (const request of [third, { ...third, caseId: randomId() }])
      expect(refusalOf(await here.oversight.openEmergencyAccess(request))).toMatchObject({
        code: 'RULE_REFUSED',
        rule: 'emergency-access-is-suspended',
      });
    const late = await here.oversight.reviewEmergencyAccess({
      ...acting(unit, 'reviewing-0001'),
      grantId,
      ...judged,
    });
    expect(late.ok).toBe(true);
    // The view has not taken it in yet.
    expect((await here.oversight.openEmergencyAccess(third)).ok).toBe(true);
  });
});

describe('the end of an emergency access', () => {
  it('narrows, is recorded once, and says who ended it', async () => {
    const { grantId } = await openedFor();
    const ending = { ...acting(inspector, 'ending-00001'), grantId };
    const ended = await here.oversight.endEmergencyAccess(ending);
    expect(ended).toMatchObject({ ok: true, value: { narrows: true, repeated: false, until: hours(4) } });
    expect(await here.oversight.endEmergencyAccess(ending)).toMatchObject({ value: { repeated: true } });
    const again = { ...acting(officer, 'giving-back-1'), grantId };
    expect(refusalOf(await here.oversight.endEmergencyAccess(again))).toMatchObject({
      rule: 'emergency-access-is-open',
    });
    expect(await here.types()).toEqual(['BreakGlassOpened', 'BreakGlassEnded']);
  });

  it('is not for those who must not know of it, nor for a thing that is not there', async () => {
    const { grantId } = await openedFor();
    const colleague = inTeam(of('metro-police', 'police', 'officer', 'colleague'), 'nights');
    for (const [who, id] of [
      [worker, grantId],
      [colleague, grantId],
      [officer, randomId()],
    ] as const)
      expect(
        refusalOf(await here.oversight.endEmergencyAccess({ ...acting(who, 'ending-00001'), grantId: id })),
      ).toEqual({ code: 'NOT_FOUND' });
    // Who is to review it knows of it.
    expect(
      refusalOf(await here.oversight.endEmergencyAccess({ ...acting(unit, 'ending-00001'), grantId })),
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('comes by itself when the time has run out: once, at its time, however late it is recorded', async () => {
    const { grantId } = await openedFor();
    here.clock.setTo(hours(3.9));
    expect(refusalOf(await here.oversight.endWhatRanOut(grantId))).toMatchObject({
      rule: 'emergency-access-is-open',
    });
    here.clock.setTo(hours(9));
    const processes = [here.oversight, here.anotherOversight(), here.anotherOversight()];
    const answers = await Promise.all(processes.map((one) => one.endWhatRanOut(grantId)));
    expect(answers.map((answer) => answer.ok && answer.value.repeated).sort()).toEqual([false, true, true]);
    expect((await here.inLog()).at(-1)?.header).toMatchObject({
      type: 'BreakGlassEnded',
      caseId: here.caseId,
      occurred: hours(4),
      recordedAt: hours(9),
      recordedBy: { organisation: 'throughline', role: 'system' },
    });
    expect(await here.types()).toEqual(['BreakGlassOpened', 'BreakGlassEnded']);
  });
});

describe('the review of an emergency access', () => {
  it('is computed to be in time, never claimed', async () => {
    const { grantId } = await openedFor();
    here.clock.setTo(hours(61));
    const review = { ...acting(unit, 'reviewing-0001'), grantId, ...judged };
    expect(await here.oversight.reviewEmergencyAccess(review)).toMatchObject({ ok: true });
    expect(await here.oversight.reviewEmergencyAccess(review)).toMatchObject({ value: { repeated: true } });
    const { header, parts } = (await here.inLog()).at(-1)!;
    const opened = await here.sealing.openParts(
      parts.map((sealed) => ({ headerDigest: headerDigest(header), sealed })),
    );
    expect(opened.map((part) => part.ok && part.value)).toContainEqual(
      expect.objectContaining({ inTime: 'in-time', outcome: 'justified', reviewer: unit.person }),
    );
    const second = { ...review, key: 'reviewing-0002' };
    expect(refusalOf(await here.oversight.reviewEmergencyAccess(second))).toMatchObject({
      rule: 'emergency-access-is-reviewed-once',
    });
  });

  it('is refused to the person who had it and to their team', async () => {
    const { grantId } = await openedFor();
    here.clock.setTo(hours(5));
    for (const who of [officer, inspector])
      expect(
        refusalOf(
          await here.oversight.reviewEmergencyAccess({
            ...acting(who, 'reviewing-0001'),
            grantId,
            ...judged,
          }),
        ),
      ).toMatchObject({ code: 'FORBIDDEN' });
    expect(await here.types()).toEqual(['BreakGlassOpened']);
  });

  it('is made in an organisation without teams by whoever neither supervises them nor is supervised by them', async () => {
    const { grantId } = await openedFor({ principal: support });
    here.clock.setTo(hours(5));
    const review = (who: Principal) =>
      here.oversight.reviewEmergencyAccess({ ...acting(who, 'reviewing-0001'), grantId, ...judged });
    for (const who of [support, lead])
      expect(refusalOf(await review(who))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await review(colleague)).toMatchObject({ ok: true });
  });
});

describe('what the log does meanwhile', () => {
  it('an opening whose outcome stays unknown is found again by its ids, and recorded once', async () => {
    let lost = 0;
    const flaky = await opened((store) => ({
      ...store,
      append: async (stream, events, options) => {
        const appended = await store.append(stream, events, options);
        if (stream.startsWith('grant-') && (lost += 1) === 1)
          throw new OutcomeUnknown(stream, 'the connection was lost');
        return appended;
      },
    }));
    try {
      const answer = await flaky.oversight.openEmergencyAccess(opening(flaky.caseId));
      expect(answer).toMatchObject({ ok: true, value: { repeated: true } });
      expect(await flaky.types()).toEqual(['BreakGlassOpened']);
    } finally {
      await flaky.close();
    }
  });

  it('nothing is acknowledged that is not in the log', async () => {
    const away = await opened((store) => ({
      ...store,
      append: (stream, events, options) =>
        stream.startsWith('grant-')
          ? Promise.reject(new StoreUnavailable('away'))
          : store.append(stream, events, options),
    }));
    try {
      expect(refusalOf(await away.oversight.openEmergencyAccess(opening(away.caseId)))).toEqual({
        code: 'UNAVAILABLE',
      });
    } finally {
      await away.close();
    }
  });
});

describe('a review of a board', () => {
  const openingReview = (changes: Partial<OpenReview['details']> = {}, who = manager): OpenReview => ({
    principal: who,
    purpose: 'review',
    key: 'review-00001',
    correlation,
    details: {
      cases: [here.caseId],
      from: '2004',
      until: '2011',
      reviewers: [reviewer.person],
      kind: 'serious-case-review',
      termsOfReference: 'What was known, by whom, and when.',
      ...changes,
    },
  });
  const reviewing = (who: Principal, key: string, reviewId: string) => ({
    ...acting(who, key),
    purpose: 'review' as const,
    reviewId,
  });
  const finding = {
    kind: 'missed-opportunity',
    significance: 'turning-point',
    finding: 'She was turned away at the front desk.',
  } as const;
  const openedReview = async () => {
    const answer = await here.oversight.openReview(openingReview());
    if (!answer.ok) throw new Error(`The review was refused: ${answer.reason.code}.`);
    return answer.value.reviewId;
  };

  it('stands in a stream of its own without a case, and is opened once', async () => {
    const reviewId = await openedReview();
    expect(await here.oversight.openReview(openingReview())).toMatchObject({
      value: { reviewId, repeated: true },
    });
    expect((await here.inLog()).at(-1)?.header).toMatchObject({
      stream: `review-${reviewId}`,
      caseId: null,
      concerns: {
        board: 'capital-board',
        cases: [here.caseId],
        from: '2004',
        until: '2011',
        reviewers: [reviewer.person],
      },
    });
    expect(refusalOf(await here.oversight.openReview(openingReview({ until: '2010' })))).toMatchObject({
      because: 'key-used-for-other-input',
    });
  });

  it.each<[string, object]>([
    ['cases', { cases: [] }],
    ['until', { from: '2011', until: '2004' }],
    ['from', { from: 'long ago' }],
    ['board', { board: 'county-board' }],
  ])('is refused with the field %s', async (field, changes) => {
    expect(refusalOf(await here.oversight.openReview(openingReview(changes)))).toEqual({
      code: 'INVALID_INPUT',
      fields: [{ field, problem: expect.any(String) }],
    });
  });

  it('is not opened on what is not there or hidden, nor by whom policy does not let', async () => {
    const hidden = await here.recording.record(
      contact({ key: 'front-desk-0002', handling: { neverTo: ['capital-board'] } }),
    );
    for (const unknown of [randomId(), hidden.ok ? hidden.value.caseId! : ''])
      expect(
        refusalOf(await here.oversight.openReview(openingReview({ cases: [here.caseId, unknown] }))),
      ).toEqual({ code: 'NOT_FOUND' });
    expect(refusalOf(await here.oversight.openReview(openingReview({}, officer)))).toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const reviewers of [[elsewhere.person], [manager.person], []])
      expect(refusalOf(await here.oversight.openReview(openingReview({ reviewers })))).toMatchObject({
        rule: 'review-has-reviewers-of-its-board',
      });
  });

  it('takes findings of its reviewers; to another board it is not there', async () => {
    const reviewId = await openedReview();
    const record = (who: Principal) =>
      here.oversight.recordFinding({
        ...reviewing(who, 'finding-0001', reviewId),
        details: finding,
        relations: [],
      });
    expect(await record(reviewer)).toMatchObject({ ok: true, value: { reviewId } });
    expect(refusalOf(await record(elsewhere))).toEqual({ code: 'NOT_FOUND' });
    expect(refusalOf(await record(another))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusalOf(await record(manager))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await here.types()).toEqual(['ReviewOpened', 'ReviewFindingRecorded']);
  });

  it('takes findings about what its reviewer sees of its cases, and of no other', async () => {
    const reviewId = await openedReview();
    const about = (event: string, key: string) =>
      here.oversight.recordFinding({
        ...reviewing(reviewer, key, reviewId),
        details: finding,
        relations: [{ kind: 'about', event }],
      });
    const [inScope] = await here.inLog();
    const outside = await here.recording.record(contact({ key: 'front-desk-0002' }));
    const outsideId = outside.ok ? outside.value.eventId : '';
    const refused = { code: 'RULE_REFUSED', rule: 'relation-is-visible' };
    expect(refusalOf(await about(inScope!.header.id, 'finding-0001'))).toMatchObject(refused);
    for (const { header } of await here.inLog()) here.seen.set(header.id, header);
    expect(await about(inScope!.header.id, 'finding-0001')).toMatchObject({ ok: true });
    expect(refusalOf(await about(outsideId, 'finding-0002'))).toMatchObject(refused);
    expect(refusalOf(await about(randomId(), 'finding-0003'))).toMatchObject(refused);
    here.links.set(here.caseId, [outside.ok ? outside.value.caseId! : '']);
    expect(await about(outsideId, 'finding-0002')).toMatchObject({ ok: true });
  });

  it('takes nothing more once it is closed', async () => {
    const reviewId = await openedReview();
    const closing = {
      ...reviewing(manager, 'closing-0001', reviewId),
      details: { outcome: 'inquiry' },
    } as const;
    expect(await here.oversight.closeReview(closing)).toMatchObject({ ok: true, value: { narrows: true } });
    expect(await here.oversight.closeReview(closing)).toMatchObject({ value: { repeated: true } });
    expect((await here.inLog()).at(-1)?.header.concerns).toMatchObject({
      cases: [here.caseId],
      from: '2004',
    });
    const exported = {
      casesExported: [here.caseId],
      format: 'json',
      content: 'integrated-chronology',
      anonymised: true,
      viewPosition: 'position',
      policyInForce: 'policy',
      digest: 'digest',
      rows: 3,
    } as const;
    const closed = { code: 'RULE_REFUSED', rule: 'review-is-closed' };
    for (const answer of [
      await here.oversight.recordFinding({
        ...reviewing(reviewer, 'finding-0001', reviewId),
        details: finding,
        relations: [],
      }),
      await here.oversight.recordExport({
        ...reviewing(reviewer, 'export-00001', reviewId),
        details: exported,
      }),
      await here.oversight.closeReview({ ...closing, key: 'closing-0002' }),
    ])
      expect(refusalOf(answer)).toMatchObject(closed);
    expect(await here.types()).toEqual(['ReviewOpened', 'ReviewClosed']);
  });

  it('decides again where somebody else writes first', async () => {
    const reviewId = await openedReview();
    const processes = [here.oversight, here.anotherOversight(), here.anotherOversight()];
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((number) =>
        processes[number % 3]!.recordFinding({
          ...reviewing(reviewer, `finding-000${number}`, reviewId),
          details: finding,
          relations: [],
        }),
      ),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(new Set((await here.inLog()).map(({ header }) => header.id)).size).toBe(7);
  });
});
