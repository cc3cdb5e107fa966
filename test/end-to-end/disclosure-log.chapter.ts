import { describe, expect, it } from '@jest/globals';
import type { Purpose } from '#casework';
import type { CaseId } from '#kernel';
import { refusalOf, timelineOf } from './asking.fixture.js';
import { join, like, openCase, recordAndSettle } from './recording.fixture.js';
import { caseOf, eventOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

interface Access {
  readonly person: string;
  readonly organisation: { readonly id: string };
  readonly outcome: 'GIVEN' | 'DENIED';
  readonly purpose: string | null;
  readonly correlation: string | null;
  readonly events: readonly { readonly eventId: string; readonly parts: readonly string[] }[] | null;
  readonly decidedBy: readonly string[] | null;
  readonly policyVersion: string | null;
}

/** Waits until the access log has all that was recorded so far: an action's position stands behind it. */
const settled = () => recordAndSettle(throughline, { as: 'judith-lantern', ...like('m15') });

const logOf = async (as: string, caseId: CaseId, purpose: Purpose = 'safeguarding') => {
  await settled();
  const { json, body } = await throughline.ask({
    as,
    purpose,
    query: `query ($id: ID!) { accessLog(caseId: $id, first: 100) { extent edges { node {
      person organisation { id } outcome purpose correlation events { eventId parts } decidedBy policyVersion } } } }`,
    variables: { id: caseId },
  });
  const log = json.data?.accessLog as { extent: string; edges: { node: Access }[] } | null | undefined;
  if (log === null || log === undefined) throw new Error(`${as} was answered ${body}`);
  return { extent: log.extent, records: log.edges.map(({ node }) => node) };
};

/** A case of Lantern's on which Northbridge works, with an event that tells where the child is. */
const aCase = async () => {
  const { caseId, opened } = await openCase(throughline);
  await join(throughline, caseId, 'helen-northbridge');
  return { caseId, opened };
};

describe('a response', () => {
  it('is one record, with the events and the parts that were selected and permitted, and why', async () => {
    const { caseId, opened } = await aCase();
    const correlation = '7b7c0f0a-62d1-4b8f-9d3a-1f2e3d4c5b6a';
    await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ timeline(caseId: "${caseId}") { edges { node { eventId ... on CaseOpened { reason childsName summary } } } } }`,
      headers: { 'x-correlation-id': correlation },
    });
    const { records } = await logOf('dawn-northbridge', caseId);
    const mine = records.filter((record) => record.correlation === correlation);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({
      person: 'dawn-northbridge',
      organisation: { id: 'northbridge' },
      outcome: 'GIVEN',
      purpose: 'SAFEGUARDING',
      policyVersion: expect.any(String),
    });
    // On the case and not responsible: outcomes and identity. The summary was selected and is not given.
    const read = mine[0]?.events?.find(({ eventId }) => eventId === opened.eventId);
    expect(read?.parts.toSorted()).toEqual(['CORE_CODED', 'IDENTITY_TOLD']);
    expect(mine[0]?.decidedBy).toContain('children-services-elsewhere-see-identity');
  });

  it('that asks several things at once is still one record for the case', async () => {
    const { caseId, opened } = await aCase();
    const correlation = '7b7c0f0a-62d1-4b8f-9d3a-1f2e3d4c5b6b';
    await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ case(id: "${caseId}") { entries } entry(id: "${opened.eventId}") { level }
        timeline(caseId: "${caseId}", first: 2) { edges { cursor } } }`,
      headers: { 'x-correlation-id': correlation },
    });
    const { records } = await logOf('dawn-northbridge', caseId);
    expect(records.filter((record) => record.correlation === correlation)).toHaveLength(1);
  });

  it('that selects no part is recorded as that, and so is the reading of the log, at the next read', async () => {
    const { caseId } = await aCase();
    await timelineOf(throughline, { as: 'dawn-northbridge', caseId });
    const first = await logOf('dawn-northbridge', caseId);
    const second = await logOf('dawn-northbridge', caseId);
    expect(second.records).toHaveLength(first.records.length + 1);
    const timeline = first.records.at(-1);
    expect(timeline?.events?.length).toBeGreaterThan(3);
    expect(timeline?.events?.every(({ parts }) => parts.length === 0)).toBe(true);
  });

  it('that gives one event’s words says of which event, and to whom', async () => {
    const id = eventOf('m2');
    const query = `{ entry(id: "${id}") { ... on ChildDisclosureRecorded { verbatim healthMatters } } }`;
    await throughline.ask({ as: 'amina-lantern', query });
    const { records } = await logOf('amina-lantern', caseOf('miriam'));
    const [read] = records.filter(({ events }) => events?.length === 1);
    expect(read).toMatchObject({ person: 'amina-lantern', events: [{ eventId: id }] });
    expect(read?.events?.[0]?.parts.toSorted()).toEqual(['HEALTH_TOLD', 'VOICE_TOLD']);
  });
});

describe('a denial', () => {
  it('is recorded too, and shows who tried', async () => {
    const { caseId } = await aCase();
    const answer = await throughline.ask({
      as: 'grace-northbridge',
      query: `{ timeline(caseId: "${caseId}") { edges { cursor } } }`,
    });
    expect(refusalOf(answer)).toBe('NOT_FOUND');
    const { records } = await logOf('dawn-northbridge', caseId);
    expect(records.at(-1)).toMatchObject({ person: 'grace-northbridge', outcome: 'DENIED', events: [] });
  });
});

describe('who may know who read', () => {
  it('is an agency on the case, of its own people alone', async () => {
    const { caseId } = await aCase();
    for (const as of ['amina-lantern', 'dawn-northbridge']) await timelineOf(throughline, { as, caseId });
    for (const [as, own] of [
      ['amina-lantern', 'lantern'],
      ['dawn-northbridge', 'northbridge'],
    ] as const) {
      const { extent, records } = await logOf(as, caseId);
      expect(extent).toBe('OWN_ORGANISATION');
      expect(new Set(records.map(({ organisation }) => organisation.id))).toEqual(new Set([own]));
    }
  });

  it('is the child’s guardian, of all who read, without what for or on which ground', async () => {
    const { caseId } = await aCase();
    await join(throughline, caseId, 'morag-guardians');
    await recordAndSettle(throughline, { as: 'morag-guardians', on: caseId, ...like('q39') });
    await timelineOf(throughline, { as: 'dawn-northbridge', caseId });
    await timelineOf(throughline, { as: 'grace-northbridge', caseId });
    const { extent, records } = await logOf('isla-guardians', caseId);
    expect(extent).toBe('WHO_READ');
    const read = records.filter(({ person }) => person === 'dawn-northbridge');
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({
      organisation: { id: 'northbridge' },
      decidedBy: null,
      correlation: null,
    });
    // Who looked and got nothing is not told to the guardian: that would tell of cases and people.
    expect(records.map(({ person }) => person)).not.toContain('grace-northbridge');
  });

  it('is a data protection officer, for audit, of the own organisation, whether or not it is still on the case', async () => {
    const { caseId } = await aCase();
    for (const as of ['amina-lantern', 'dawn-northbridge']) await timelineOf(throughline, { as, caseId });
    const audited = async () => {
      const { extent, records } = await logOf('sandra-northbridge', caseId, 'audit');
      expect(extent).toBe('OWN_ORGANISATION');
      return new Set(records.map(({ person }) => person));
    };
    expect(await audited()).toEqual(new Set(['dawn-northbridge']));
    await recordAndSettle(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      type: 'AgencyLeftCase',
      details: { reason: 'work-completed' },
    });
    expect(await audited()).toContain('dawn-northbridge');
    const elsewhere = await throughline.ask({
      as: 'sheila-metro',
      purpose: 'audit',
      query: `{ accessLog(caseId: "${caseId}") { extent } }`,
    });
    expect(refusalOf(elsewhere)).toBe('NOT_FOUND');
  });

  it.each([
    ['an officer who is not on the investigation', 'tom-metro', 'safeguarding'],
    ['a reviewer of a board whom no review of it names', 'philip-board', 'review'],
    ['somebody with no part in the case', 'bronwen-fairholt', 'safeguarding'],
  ] as const)('is not %s', async (_, as, purpose) => {
    const answer = await throughline.ask({
      as,
      purpose,
      query: `{ accessLog(caseId: "${caseOf('miriam')}") { extent } }`,
    });
    expect(refusalOf(answer)).toBe('NOT_FOUND');
  });
});

describe('what was hidden from an agency', () => {
  it('is not told by what its own colleagues read of it', async () => {
    const { caseId } = await openCase(throughline);
    await join(throughline, caseId, 'helen-northbridge');
    const secret = await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('q12-view'),
      handling: { neverTo: ['martin-northbridge'] },
    });
    await throughline.ask({ as: 'dawn-northbridge', query: `{ entry(id: "${secret.eventId}") { level } }` });
    const dawns = (await logOf('dawn-northbridge', caseId)).records.filter(({ events }) =>
      events?.some(({ eventId }) => eventId === secret.eventId),
    );
    expect(dawns).toHaveLength(1);
    const martins = await logOf('martin-northbridge', caseId);
    expect(JSON.stringify(martins)).not.toContain(secret.eventId);
  });
});
