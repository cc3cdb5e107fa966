import { describe, expect, it } from '@jest/globals';
import type { CaseId } from '#kernel';
import { refusalOf, timelineOf, typesSeen } from './asking.fixture.js';
import { attempt, join, like, openCase, record, recordAndSettle } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

const ruleOf = ({
  json,
}: {
  json: { errors?: readonly { extensions: Readonly<Record<string, unknown>> }[] };
}) => json.errors?.[0]?.extensions;

describe('a guardian', () => {
  const appoint = (caseId: CaseId) =>
    recordAndSettle(throughline, { as: 'morag-guardians', on: caseId, ...like('q39') });
  const end = (caseId: CaseId) =>
    record(throughline, {
      as: 'morag-guardians',
      on: caseId,
      type: 'GuardianEnded',
      details: { guardian: 'isla-guardians', reason: 'child-asked' },
    });

  it('sees nothing before the appointment, and from then on all that was told, with the past', async () => {
    const { caseId, opened } = await openCase(throughline);
    await join(throughline, caseId, 'morag-guardians');
    const looking = { as: 'isla-guardians', caseId };
    expect(await timelineOf(throughline, looking)).toEqual([]);
    await appoint(caseId);
    const query = `{ entry(id: "${opened.eventId}") { level ... on CaseOpened { summary childsWishes } } }`;
    const { json } = await throughline.ask({ as: 'isla-guardians', query });
    expect(json.data?.entry).toMatchObject({
      level: 'FULL',
      childsWishes: expect.stringContaining('door that locks'),
    });
    expect(await typesSeen(throughline, looking)).toContain('GuardianAppointed');
  });

  it('of one child sees nothing of another', async () => {
    const [hers, other] = [await openCase(throughline), await openCase(throughline)];
    for (const { caseId } of [hers, other]) await join(throughline, caseId, 'morag-guardians');
    await appoint(hers.caseId);
    expect(await timelineOf(throughline, { as: 'isla-guardians', caseId: other.caseId })).toEqual([]);
  });

  it('sees nothing once the appointment has ended, looking back neither; that they read stays on record', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'morag-guardians');
    const { recordedAt } = await appoint(caseId);
    expect((await timelineOf(throughline, { as: 'isla-guardians', caseId })).length).toBeGreaterThan(3);
    expect((await end(caseId)).inForce).toBe(true);
    for (const asOf of [undefined, recordedAt]) {
      const looking = { as: 'isla-guardians', caseId, ...(asOf === undefined ? {} : { asOf }) };
      expect(await timelineOf(throughline, looking)).toEqual([]);
    }
    await appoint(caseId);
    const { json } = await throughline.ask({
      as: 'isla-guardians',
      query: `{ accessLog(caseId: "${caseId}") { edges { node { person outcome } } } }`,
    });
    const { edges } = json.data?.accessLog as { edges: { node: { person: string; outcome: string } }[] };
    const read = edges.filter(({ node }) => node.person === 'isla-guardians' && node.outcome === 'GIVEN');
    expect(read.length).toBeGreaterThan(0);
  });
});

describe('an agency on the case', () => {
  it('sees nothing once it has left, looking back neither, and records nothing', async () => {
    const { caseId } = await openCase(throughline);
    const joined = await join(throughline, caseId, 'helen-northbridge');
    await join(throughline, caseId, 'tom-metro');
    const left = await record(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      type: 'AgencyLeftCase',
      details: { reason: 'child-moved-away' },
    });
    expect(left.inForce).toBe(true);
    for (const asOf of [undefined, joined.recordedAt]) {
      const looking = { as: 'dawn-northbridge', caseId, ...(asOf === undefined ? {} : { asOf }) };
      expect(await timelineOf(throughline, looking)).toEqual([]);
    }
    const act = await attempt(throughline, { as: 'dawn-northbridge', on: caseId, ...like('m30-oversight') });
    expect(ruleOf(act)).toMatchObject({ code: 'RULE_REFUSED', rule: 'organisation-is-on-the-case' });
    expect(await typesSeen(throughline, { as: 'tom-metro', caseId })).toContain('AgencyLeftCase');
  });

  it('that was told of it and asked to join sees the past once the lead agrees, and nobody else may agree', async () => {
    const { caseId, opened } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    const asks = { as: 'samir-border', on: caseId, ...like('m28-border-asks') };
    expect(refusalOf(await attempt(throughline, asks))).toBe('NOT_FOUND');
    await recordAndSettle(throughline, { as: 'amina-lantern', on: caseId, ...like('m28-to-border') });
    const requested = await recordAndSettle(throughline, asks);
    const accepts = { on: caseId, ...like('m28-border-joins'), relations: { about: [requested.eventId] } };
    expect(ruleOf(await attempt(throughline, { as: 'helen-northbridge', ...accepts }))).toMatchObject({
      code: 'RULE_REFUSED',
      rule: 'lead-answers-a-request-to-join',
    });
    await recordAndSettle(throughline, { as: 'amina-lantern', ...accepts });
    const seen = await timelineOf(throughline, { as: 'samir-border', caseId });
    expect(seen.map(({ eventId }) => eventId)).toContain(opened.eventId);
  });
});

describe('a worker', () => {
  it('sees nothing once released, and neither does the manager whose team has nobody on the case any more', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    await recordAndSettle(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      ...like('m15-northbridge-worker'),
    });
    const both = () =>
      Promise.all(
        ['grace-northbridge', 'helen-northbridge'].map(
          async (as) => (await timelineOf(throughline, { as, caseId })).length,
        ),
      );
    expect((await both()).every((count) => count > 4)).toBe(true);
    const released = await record(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      type: 'WorkerReleased',
      details: { worker: 'grace-northbridge', reason: 'moved-team' },
    });
    expect(released.inForce).toBe(true);
    expect(await both()).toEqual([0, 0]);
    const hidden = await throughline.ask({
      as: 'grace-northbridge',
      query: `{ case(id: "${caseId}") { entries } }`,
    });
    expect(refusalOf(hidden)).toBe('NOT_FOUND');
  });
});
