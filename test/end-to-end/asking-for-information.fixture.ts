import type { Purpose } from '#casework';
import type { CaseId, EventId } from '#kernel';
import { refusalOf, timelineOf } from './asking.fixture.js';
import { join, like, openCase, recordAndSettle, type Act } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

interface Item {
  readonly kind: string;
  readonly caseId: CaseId;
  readonly eventId: EventId | null;
  readonly organisation: { readonly id: string };
  readonly since: string;
  readonly due: string | null;
}

/** What somebody is asked for on a case. */
export const askedOf = async (as: string, caseId: CaseId, purpose: Purpose = 'safeguarding') => {
  const found: Item[] = [];
  let after: string | null = null;
  for (;;) {
    const { json, body } = await throughline.ask({
      as,
      purpose,
      query: `query ($after: String) { worklist(kinds: [INFORMATION_REQUESTED], first: 1, after: $after) {
        edges { node { kind caseId eventId organisation { id } since due } } pageInfo { hasNextPage endCursor } } }`,
      variables: { after },
    });
    const page = json.data?.worklist as
      { edges: { node: Item }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } | null | undefined;
    if (page === null || page === undefined || json.errors !== undefined)
      throw new Error(`${as} was answered ${body}`);
    found.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return found.filter((item) => item.caseId === caseId);
    after = page.pageInfo.endCursor;
  }
};
export const idsAskedOf = async (as: string, caseId: CaseId) =>
  (await askedOf(as, caseId)).map(({ eventId }) => eventId);

export const police = { as: 'priya-metro', purpose: 'criminal-investigation' } as const;

/** What the investigator sees of a case, by event. */
export const seenByPolice = async (caseId: CaseId) => {
  const seen = await timelineOf(throughline, { ...police, caseId });
  return new Map(seen.map(({ eventId, level }) => [eventId, level]));
};

export const entry = async (as: string, id: EventId, fields: string, purpose: Purpose = 'safeguarding') => {
  const answer = await throughline.ask({
    as,
    purpose,
    query: `{ entry(id: "${id}") { type level lawfulBasis relations { kind eventId } ${fields} } }`,
  });
  return refusalOf(answer) ?? answer.json.data?.entry;
};

/** Northbridge keeps three contacts to itself, on a case on which Metro Police investigate. */
export const keptToThemselves = async () => {
  const { caseId } = await openCase(throughline);
  await join(throughline, caseId, 'helen-northbridge');
  await join(throughline, caseId, 'alan-metro');
  const assigned = { as: 'alan-metro', purpose: police.purpose, ...like('m23-investigator'), on: caseId };
  await recordAndSettle(throughline, assigned);
  const allocated = like('m15-northbridge-worker');
  await recordAndSettle(throughline, { as: 'helen-northbridge', on: caseId, ...allocated });
  const keeps = (label: string, about: readonly EventId[] = []) =>
    recordAndSettle(throughline, {
      as: 'dawn-northbridge',
      on: caseId,
      handling: { releasableTo: [] },
      ...(about.length === 0 ? {} : { relations: { about } }),
      ...like(label),
    });
  const contact = (await keeps('m5')).eventId;
  const turnedAway = (await keeps('m6', [contact])).eventId;
  const second = (await keeps('m12')).eventId;
  return { caseId, contact, turnedAway, second };
};

export const asks = (caseId: CaseId, otherwise: Partial<Act> = {}, details = {}): Act => ({
  ...police,
  on: caseId,
  lawfulBasis: 'law-enforcement',
  ...like('m28', details),
  ...otherwise,
});

export const refuses = (caseId: CaseId, request: EventId, events: readonly EventId[]): Act => ({
  as: 'helen-northbridge',
  on: caseId,
  relations: { about: [request, ...events] },
  ...like('m29'),
});

export const makes = (
  caseId: CaseId,
  request: EventId | null,
  discloses: readonly EventId[],
  otherwise: Partial<Act> = {},
): Act => ({
  as: 'helen-northbridge',
  on: caseId,
  lawfulBasis: 'public-task',
  relations: { ...(request === null ? {} : { about: [request] }), discloses },
  ...like('m31'),
  ...otherwise,
});
