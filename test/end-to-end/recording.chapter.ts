import { describe, expect, it } from '@jest/globals';
import { acts, refusalOf, timelineOf, typesSeen, untilDeadlinesAre } from './asking.fixture.js';
import { attempt, join, like, openCase, record, recordAndSettle, refer } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

describe('one agency records and another sees it', () => {
  it('at once, where it asks for what was recorded', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    const { eventId, position } = await record(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('q12-view'),
    });
    const theirs = await record(throughline, {
      as: 'dawn-northbridge',
      on: caseId,
      ...like('m30-oversight'),
    });
    const seen = await timelineOf(throughline, { as: 'dawn-northbridge', caseId, atLeast: theirs.position });
    expect(seen.map((entry) => entry.eventId)).toContain(eventId);
    // A position is bound to the organisation that it was given to.
    const answer = await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ timeline(caseId: "${caseId}", atLeast: "${position}") { edges { cursor } } }`,
    });
    expect(answer.json.errors?.[0]?.extensions).toEqual({ code: 'INVALID_INPUT', field: 'atLeast' });
  });

  it('once, however often it is sent: the second time it answers the same and says so', async () => {
    const { caseId } = await openCase(throughline);
    const act = { as: 'amina-lantern', on: caseId, key: 'view-of-monday', ...like('q12-view') };
    const first = await record(throughline, act);
    const again = await record(throughline, act);
    expect(again).toEqual({ ...first, position: again.position, repeated: true });
    expect(first.repeated).toBe(false);
    const seen = await typesSeen(throughline, { as: 'amina-lantern', caseId, atLeast: again.position });
    expect(seen.filter((type) => type === 'ChildViewRecorded')).toHaveLength(1);
  });

  it('is a conflict under the same key with other words, and another action where somebody else uses that key', async () => {
    const { caseId, opened } = await openCase(throughline);
    const act = { as: 'amina-lantern', on: caseId, key: 'view-of-tuesday' };
    const first = await record(throughline, { ...act, ...like('q12-view') });
    const other = await attempt(throughline, {
      ...act,
      ...like('q12-view', { view: 'He wants to go home.' }),
    });
    expect(refusalOf(other)).toBe('CONFLICT');
    const byAnother = await record(throughline, { ...act, as: 'judith-lantern', ...like('q12-view') });
    expect(byAnother.eventId).not.toBe(first.eventId);
    const again = await attempt(throughline, { as: 'amina-lantern', key: 'case-of-tuesday', ...like('m15') });
    const same = await attempt(throughline, { as: 'amina-lantern', key: 'case-of-tuesday', ...like('m15') });
    const ids = [again, same].map(({ json }) => (json.data?.recorded as { caseId: string }).caseId);
    expect(new Set([...ids, opened.caseId]).size).toBe(2);
  });

  it('once, also where many send the same at the same time', async () => {
    const { caseId } = await openCase(throughline);
    const act = { as: 'amina-lantern', on: caseId, key: 'view-of-many', ...like('q12-view') };
    const answers = await Promise.all(Array.from({ length: 12 }, () => record(throughline, act)));
    expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });
});

describe('a referral', () => {
  it('shows its recipient that referral alone, and nobody else of theirs has it', async () => {
    const { caseId } = await openCase(throughline);
    const { eventId } = await refer(throughline, caseId, 'northbridge');
    for (const as of ['dawn-northbridge', 'helen-northbridge']) {
      const seen = await timelineOf(throughline, { as, caseId });
      expect(seen.map((entry) => [entry.eventId, entry.level])).toEqual([[eventId, 'FULL']]);
    }
    expect(await timelineOf(throughline, { as: 'omar-eastmoor', caseId })).toEqual([]);
    const early = await attempt(throughline, {
      as: 'dawn-northbridge',
      on: caseId,
      ...like('m30-oversight'),
    });
    expect(early.json.errors?.[0]?.extensions).toMatchObject({
      code: 'RULE_REFUSED',
      rule: 'organisation-is-on-the-case',
    });
  });

  it('once accepted joins them to the case, with its past visible from the joining on', async () => {
    const { caseId, opened } = await openCase(throughline);
    const view = await record(throughline, { as: 'amina-lantern', on: caseId, ...like('q12-view') });
    const referral = await refer(throughline, caseId, 'northbridge');
    const accepted = await record(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      ...like('m15-northbridge-accepts'),
      relations: { about: [referral.eventId] },
    });
    const now = await timelineOf(throughline, { as: 'dawn-northbridge', caseId, atLeast: accepted.position });
    const seenByType = acts(now).map(({ type }) => type);
    expect(seenByType.sort()).toEqual([
      'AgencyJoinedCase',
      'CaseOpened',
      'ChildViewRecorded',
      'ReferralAccepted',
      'ReferralMade',
      'WorkerAllocated',
    ]);
    for (const { eventId } of [opened, view]) {
      expect(now.find((entry) => entry.eventId === eventId)?.visibleFrom).toBe(accepted.recordedAt);
    }
    // It was long due by then that the referral is acknowledged and decided on.
    const deadlines = { DeadlineSet: 2, DeadlineMissed: 2, DeadlineMet: 2 };
    for (const as of ['dawn-northbridge', 'amina-lantern'])
      await untilDeadlinesAre(throughline, { as, caseId }, deadlines);
    const before = { as: 'dawn-northbridge', caseId, asOf: referral.recordedAt };
    expect((await timelineOf(throughline, before)).map((entry) => entry.eventId)).toEqual([referral.eventId]);
  });

  it('to the police lets the force join, and its investigator and any other officer see different things', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'alan-metro');
    await record(throughline, { as: 'amina-lantern', on: caseId, ...like('q12-view') });
    const { position } = await record(throughline, {
      as: 'alan-metro',
      purpose: 'criminal-investigation',
      on: caseId,
      ...like('m23-investigator', { investigator: 'priya-metro' }),
    });
    const wordsFor = async (as: string) => {
      const { json } = await throughline.ask({
        as,
        query: `query ($caseId: ID!, $atLeast: String) {
          timeline(caseId: $caseId, types: [ChildViewRecorded], atLeast: $atLeast) {
            edges { node { ... on ChildViewRecorded { matter view } } } } }`,
        variables: { caseId, atLeast: as === 'alan-metro' ? position : null },
      });
      return (
        (json.data?.timeline as { edges: { node: { view: string | null } }[] }).edges[0]?.node.view ?? null
      );
    };
    const supervisor = await wordsFor('alan-metro');
    expect(supervisor).toMatch(/He drew a house/);
    expect([await wordsFor('priya-metro'), await wordsFor('tom-metro')]).toEqual([supervisor, null]);
  });
});

describe('what was wrong', () => {
  it('and is corrected stays readable, and is marked for everyone who had it', async () => {
    const { caseId, opened } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    const correction = await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('a20'),
      relations: { corrects: [opened.eventId] },
    });
    for (const as of ['amina-lantern', 'dawn-northbridge']) {
      const atLeast = as === 'amina-lantern' ? { atLeast: correction.position } : {};
      const seen = await timelineOf(throughline, { as, caseId, ...atLeast });
      const entry = seen.find(({ eventId }) => eventId === opened.eventId);
      expect(entry).toMatchObject({
        type: 'CaseOpened',
        marks: [{ kind: 'CORRECTED', by: correction.eventId }],
      });
    }
    const byOthers = await attempt(throughline, {
      as: 'dawn-northbridge',
      on: caseId,
      ...like('a20'),
      relations: { corrects: [opened.eventId] },
    });
    expect(byOthers.json.errors?.[0]?.extensions).toMatchObject({
      code: 'RULE_REFUSED',
      rule: 'only-its-recorder-corrects-an-event',
    });
  });

  const retracts = (reason: string) => ({
    type: 'EventRetracted',
    details: { reason, explanation: 'It was written into the wrong record.' },
  });

  it('and is retracted as recorded in error stays readable, and is marked', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    const view = await record(throughline, { as: 'amina-lantern', on: caseId, ...like('q12-view') });
    const retracted = await record(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...retracts('recorded-in-error'),
      relations: { withdraws: [view.eventId] },
    });
    expect(retracted.inForce).toBe(true);
    const seen = await timelineOf(throughline, { as: 'dawn-northbridge', caseId });
    expect(seen.find(({ eventId }) => eventId === view.eventId)?.marks).toEqual([
      { kind: 'RETRACTED', by: retracted.eventId },
    ]);
  });

  it('and is of the wrong child vanishes for everybody but its recorder, looking back too', async () => {
    const { caseId } = await openCase(throughline);
    const joined = await join(throughline, caseId, 'helen-northbridge');
    const view = await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('q12-view'),
    });
    const had = await timelineOf(throughline, { as: 'dawn-northbridge', caseId, atLeast: joined.position });
    const retracted = await record(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...retracts('wrong-child'),
      relations: { withdraws: [view.eventId] },
    });
    expect(retracted.inForce).toBe(true);
    expect(had.map(({ eventId }) => eventId)).toContain(view.eventId);
    for (const asOf of [undefined, view.recordedAt]) {
      const looking = { caseId, ...(asOf === undefined ? {} : { asOf }) };
      const seen = await timelineOf(throughline, { as: 'dawn-northbridge', ...looking });
      expect(seen.map(({ eventId }) => eventId)).not.toContain(view.eventId);
      const own = await timelineOf(throughline, { as: 'amina-lantern', ...looking });
      expect(own.map(({ eventId }) => eventId)).toContain(view.eventId);
    }
    const entry = await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ entry(id: "${view.eventId}") { level } }`,
    });
    expect(refusalOf(entry)).toBe('NOT_FOUND');
  });
});
