import { describe, expect, it } from '@jest/globals';
import type { CaseId, EventId } from '#kernel';
import { refusalOf, timelineOf, untilDeadlinesAre } from './asking.fixture.js';
import { join, like, openCase, record, recordAndSettle } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

const open = {
  covert: false,
  notForImmigration: [],
  releaseLimited: false,
  releasableTo: [],
  neverToOrganisations: [],
  neverToPeople: [],
  reason: 'The police have told us something.',
};
const changed = (caseId: CaseId, about: EventId, otherwise: Readonly<Record<string, unknown>>) => ({
  as: 'amina-lantern',
  on: caseId,
  type: 'HandlingChanged',
  relations: { about: [about] },
  details: { ...open, ...otherwise },
});

/** A case of Lantern's with Northbridge, Metro Police and Border Operations on it, and what the child told. */
const toldToMany = async (handling?: Readonly<Record<string, unknown>>) => {
  const { caseId } = await openCase(throughline);
  for (const as of ['helen-northbridge', 'alan-metro', 'samir-border']) await join(throughline, caseId, as);
  // What the clock of the duties records of the three referrals is there before anything is compared.
  const deadlines = { DeadlineSet: 3, DeadlineMissed: 3, DeadlineMet: 2 };
  for (const as of ['amina-lantern', 'dawn-northbridge'])
    await untilDeadlinesAre(throughline, { as, caseId }, deadlines);
  const { eventId } = await recordAndSettle(throughline, {
    as: 'amina-lantern',
    on: caseId,
    ...like('q12-view'),
    ...(handling === undefined ? {} : { handling }),
  });
  const levelFor = async (as: string, asOf?: string) => {
    const seen = await timelineOf(throughline, { as, caseId, ...(asOf === undefined ? {} : { asOf }) });
    return seen.find((entry) => entry.eventId === eventId)?.level ?? 'NOTHING';
  };
  return { caseId, eventId, levelFor };
};

describe('the recorder narrows who may have an event', () => {
  it('from an organisation: the answer says that it is in force, and the next read gives nothing of it', async () => {
    const { caseId, eventId, levelFor } = await toldToMany();
    const before = new Date().toISOString();
    expect([await levelFor('dawn-northbridge'), await levelFor('tom-metro')]).toEqual(['FULL', 'FULL']);
    const answer = await record(
      throughline,
      changed(caseId, eventId, { neverToOrganisations: ['northbridge'] }),
    );
    expect(answer.inForce).toBe(true);
    expect([await levelFor('dawn-northbridge'), await levelFor('tom-metro')]).toEqual(['NOTHING', 'FULL']);
    expect(await levelFor('dawn-northbridge', before)).toBe('NOTHING');
    expect(await levelFor('amina-lantern')).toBe('FULL');
    const entry = await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ entry(id: "${eventId}") { level } }`,
    });
    expect(refusalOf(entry)).toBe('NOT_FOUND');
  });

  it('from one person: colleagues keep it, and the software of the organisation has it no more', async () => {
    const { caseId, eventId, levelFor } = await toldToMany();
    const { inForce } = await record(
      throughline,
      changed(caseId, eventId, { neverToPeople: ['martin-northbridge'] }),
    );
    expect(inForce).toBe(true);
    expect([
      await levelFor('martin-northbridge'),
      await levelFor('system-northbridge'),
      await levelFor('dawn-northbridge'),
    ]).toEqual(['NOTHING', 'NOTHING', 'FULL']);
  });

  it('to a list: everyone else keeps a stub, with whom to ask', async () => {
    const { caseId, eventId, levelFor } = await toldToMany();
    const { inForce } = await record(
      throughline,
      changed(caseId, eventId, { releaseLimited: true, releasableTo: ['metro-police'] }),
    );
    expect(inForce).toBe(true);
    expect([await levelFor('dawn-northbridge'), await levelFor('tom-metro')]).toEqual(['STUB', 'FULL']);
    const { json } = await throughline.ask({
      as: 'dawn-northbridge',
      query: `{ entry(id: "${eventId}") { type kindOfWork recordedAt ... on StubEntry { contactPoint { name } } } }`,
    });
    expect(json.data).toEqual({
      entry: {
        type: null,
        kindOfWork: "child's view",
        recordedAt: null,
        contactPoint: { name: 'Lantern Refuge' },
      },
    });
  });

  it('and widens it again, for those who had it before', async () => {
    const { caseId, eventId, levelFor } = await toldToMany();
    await record(throughline, changed(caseId, eventId, { neverToOrganisations: ['northbridge'] }));
    await recordAndSettle(throughline, changed(caseId, eventId, {}));
    expect(await levelFor('dawn-northbridge')).toBe('FULL');
  });
});

describe('what a child told', () => {
  it('does not reach the border until its recorder releases it', async () => {
    const { caseId, eventId } = await toldToMany();
    const wordsFor = async (as: string) => {
      const { json } = await throughline.ask({
        as,
        query: `{ entry(id: "${eventId}") { level withheld { category } ... on ChildViewRecorded { matter view } } }`,
      });
      return json.data?.entry;
    };
    const account = await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      source: 'CHILDS_ACCOUNT',
      ...like('q12-view'),
    });
    const query = `{ entry(id: "${account.eventId}") { level withheld { category } ... on ChildViewRecorded { matter } } }`;
    const ofAccount = async () => (await throughline.ask({ as: 'samir-border', query })).json.data?.entry;
    expect(await ofAccount()).toEqual({ level: 'FULL', withheld: [], matter: null });
    // Of what a worker recorded as their own act the outcome alone is given, and the words are not even named.
    expect(await wordsFor('samir-border')).toEqual({
      level: 'FULL',
      withheld: [],
      matter: 'SAFETY',
      view: null,
    });
    await recordAndSettle(throughline, changed(caseId, account.eventId, {}));
    expect(await ofAccount()).toEqual({ level: 'FULL', withheld: [], matter: 'SAFETY' });
  });
});

describe('a covert event', () => {
  const everythingThat = async (as: string, caseId: CaseId) => {
    const pages: unknown[] = [];
    for (const first of [1, 2, 3, 100]) {
      const { json } = await throughline.ask({
        as,
        query: `query ($caseId: ID!, $first: Int!) {
          case(id: $caseId) { entries missingNow cases participants { id } openProcesses { process openedBy } }
          timeline(caseId: $caseId, first: $first) {
            edges { node { eventId type level marks { kind } relations { eventId } visibleFrom } }
            pageInfo { hasNextPage }
          }
          cases(first: 100) { edges { node { caseId onCase visibleFrom } } }
        }`,
        variables: { caseId, first },
      });
      expect(json.errors).toBeUndefined();
      pages.push(json.data);
    }
    return pages;
  };

  it('leaves no trace with anybody else: not in counts, pages, participants, marks or what is open', async () => {
    const { caseId, eventId } = await toldToMany();
    const others = ['dawn-northbridge', 'tom-metro', 'samir-border', 'system-northbridge'];
    const before = await Promise.all(others.map((as) => everythingThat(as, caseId)));
    const covert = { as: 'amina-lantern', on: caseId, handling: { covert: true } };
    for (const label of ['q12-view', 'm2', 'm20', 'a3', 'm15-to-northbridge'])
      await recordAndSettle(throughline, { ...covert, ...like(label) });
    await recordAndSettle(throughline, { ...covert, ...like('a20'), relations: { corrects: [eventId] } });
    const after = await Promise.all(others.map((as) => everythingThat(as, caseId)));
    expect(after).toEqual(before);
    const own = await timelineOf(throughline, { as: 'amina-lantern', caseId });
    expect(own.find((entry) => entry.eventId === eventId)?.marks).toHaveLength(1);
  });

  it('has cursors as long as any other, and a page goes on across it as if it were not there', async () => {
    const { caseId, eventId } = await toldToMany();
    await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('q12-view'),
      handling: { covert: true },
    });
    const last = await recordAndSettle(throughline, { as: 'amina-lantern', on: caseId, ...like('q12-view') });
    const lengths = new Set<number>();
    const seen: EventId[] = [];
    let after: string | null = null;
    do {
      const { json } = await throughline.ask({
        as: 'dawn-northbridge',
        query: `query ($caseId: ID!, $after: String) { timeline(caseId: $caseId, first: 1, after: $after) {
          edges { cursor node { eventId } } pageInfo { hasNextPage endCursor } } }`,
        variables: { caseId, after },
      });
      const page = json.data?.timeline as {
        edges: { cursor: string; node: { eventId: EventId } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      expect(page.edges).toHaveLength(1);
      seen.push(page.edges[0]!.node.eventId);
      lengths.add(page.edges[0]!.cursor.length);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.filter((id) => [eventId, last.eventId].includes(id))).toEqual([eventId, last.eventId]);
    expect(seen).toHaveLength((await timelineOf(throughline, { as: 'dawn-northbridge', caseId })).length);
    expect(lengths.size).toBe(1);
  });
});
