import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseId, EventId } from '#kernel';
import { refusalOf, timelineOf, unknownCase } from './asking.fixture.js';
import {
  askedOf,
  asks,
  entry,
  idsAskedOf,
  keptToThemselves,
  makes,
  police,
  refuses,
  seenByPolice,
} from './asking-for-information.fixture.js';
import { attempt, like, openCase, record, recordAndSettle, type Act } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

describe('what the police ask of children’s services', () => {
  let caseId: CaseId;
  let contact: EventId;
  let turnedAway: EventId;
  let second: EventId;
  let request: EventId;
  let refusal: EventId;
  let disclosure: EventId;

  beforeAll(async () => {
    ({ caseId, contact, turnedAway, second } = await keptToThemselves());
  });

  it('reaches the worklists of those who are asked at once, with who asks and by when, and nobody else’s', async () => {
    const asked = await recordAndSettle(throughline, asks(caseId));
    request = asked.eventId;
    for (const as of ['helen-northbridge', 'dawn-northbridge'])
      expect(await askedOf(as, caseId)).toEqual([
        {
          kind: 'INFORMATION_REQUESTED',
          caseId,
          eventId: request,
          organisation: { id: 'metro-police' },
          since: asked.recordedAt,
          due: expect.stringMatching(/^2011-02-08T23:59:59/),
        },
      ]);
    for (const as of ['amina-lantern', 'omar-eastmoor', 'alan-metro'])
      expect(await askedOf(as, caseId)).toEqual([]);
    const levels = await seenByPolice(caseId);
    expect([contact, turnedAway, second].map((id) => levels.get(id))).toEqual(['STUB', 'STUB', 'STUB']);
  });

  it('is no task any more once it was refused, which says on which ground and gives nothing', async () => {
    refusal = (await recordAndSettle(throughline, refuses(caseId, request, [contact, turnedAway, second])))
      .eventId;
    expect(await askedOf('helen-northbridge', caseId)).toEqual([]);
    expect(
      await entry(police.as, refusal, '... on DisclosureRefused { ground inPart }', police.purpose),
    ).toMatchObject({
      type: 'DisclosureRefused',
      ground: 'DATA_PROTECTION',
      inPart: false,
      lawfulBasis: null,
    });
    const levels = await seenByPolice(caseId);
    expect([contact, turnedAway, second].map((id) => levels.get(id))).toEqual(['STUB', 'STUB', 'STUB']);
  });

  it('is escalated by another agency, which sees the refusal and not what was refused', async () => {
    const relations = { about: [refusal] };
    await recordAndSettle(throughline, { as: 'amina-lantern', on: caseId, relations, ...like('m30') });
    const seen = await timelineOf(throughline, { as: 'amina-lantern', caseId });
    const levels = new Map(seen.map(({ eventId, level }) => [eventId, level]));
    expect([levels.get(contact), levels.get(second)]).toEqual(['STUB', 'STUB']);
    expect(seen.map(({ type }) => type)).toContain('EscalationRaised');
  });

  it('is made in part, at once: what was given is there, and the entry says that it is a part and on which basis', async () => {
    disclosure = (await recordAndSettle(throughline, makes(caseId, request, [contact, turnedAway]))).eventId;
    const levels = await seenByPolice(caseId);
    expect(levels.get(second)).toBe('STUB');
    expect(levels.get(contact)).not.toBe('STUB');
    expect(
      await entry(police.as, contact, '... on ContactReceived { account claimedAge }', police.purpose),
    ).toMatchObject({
      type: 'ContactReceived',
      account: expect.stringContaining('front desk'),
      claimedAge: 18,
    });
    const told = await entry(police.as, disclosure, '... on DisclosureMade { extent }', police.purpose);
    expect(told).toMatchObject({ type: 'DisclosureMade', lawfulBasis: 'PUBLIC_TASK', extent: 'PARTIAL' });
    expect((told as { relations: unknown[] }).relations).toEqual(
      expect.arrayContaining([
        { kind: 'DISCLOSES', eventId: contact },
        { kind: 'DISCLOSES', eventId: turnedAway },
        { kind: 'ABOUT', eventId: request },
      ]),
    );
  });

  it('gives the other agencies on the case nothing of it', async () => {
    const seen = await timelineOf(throughline, { as: 'amina-lantern', caseId });
    const levels = new Map(seen.map(({ eventId, level }) => [eventId, level]));
    expect([levels.get(contact), levels.get(turnedAway), levels.get(second)]).toEqual([
      'STUB',
      'STUB',
      'STUB',
    ]);
    expect(await entry('omar-eastmoor', disclosure, '')).toBe('NOT_FOUND');
  });

  it('waits again when the answer to it is taken back', async () => {
    const { caseId: another, contact: kept } = await keptToThemselves();
    const asked = (await recordAndSettle(throughline, asks(another))).eventId;
    const refused = (await recordAndSettle(throughline, refuses(another, asked, [kept]))).eventId;
    expect(await idsAskedOf('helen-northbridge', another)).toEqual([]);
    await recordAndSettle(throughline, {
      as: 'helen-northbridge',
      on: another,
      type: 'EventRetracted',
      relations: { withdraws: [refused] },
      details: { reason: 'recorded-in-error', explanation: 'It was meant for another request.' },
    });
    expect(await idsAskedOf('helen-northbridge', another)).toEqual([asked]);
  });
});

describe('a request of an organisation that is not on the case', () => {
  it('reaches it with that request alone, and it can refuse from where it is', async () => {
    const { caseId } = await openCase(throughline);
    const asked = await recordAndSettle(throughline, {
      as: 'amina-lantern',
      on: caseId,
      ...like('m28', { askedOf: 'eastmoor', purpose: 'safeguarding' }),
    });
    expect(await idsAskedOf('omar-eastmoor', caseId)).toEqual([asked.eventId]);
    const seen = await timelineOf(throughline, { as: 'omar-eastmoor', caseId });
    expect(seen.map(({ eventId }) => eventId)).toEqual([asked.eventId]);
    await recordAndSettle(throughline, {
      as: 'omar-eastmoor',
      on: caseId,
      relations: { about: [asked.eventId] },
      type: 'DisclosureRefused',
      details: { refusedTo: 'lantern', ground: 'not-held', inPart: false, rationale: 'We never met her.' },
    });
    expect(await idsAskedOf('omar-eastmoor', caseId)).toEqual([]);
  });
});

describe('what its recorder demands of a request', () => {
  let caseId: CaseId;
  beforeAll(async () => {
    ({ caseId } = await keptToThemselves());
  });

  it('keeps it from the worklist of whoever must never have it, and of the software that works for them', async () => {
    const { eventId } = await recordAndSettle(
      throughline,
      asks(caseId, { handling: { neverTo: ['martin-northbridge'] } }),
    );
    expect(await idsAskedOf('helen-northbridge', caseId)).toContain(eventId);
    for (const as of ['martin-northbridge', 'system-northbridge'])
      expect(await idsAskedOf(as, caseId)).not.toContain(eventId);
  });

  it('keeps a covert one from everybody but those who asked', async () => {
    const { eventId } = await recordAndSettle(throughline, asks(caseId, { handling: { covert: true } }));
    for (const as of ['helen-northbridge', 'dawn-northbridge', 'system-northbridge'])
      expect(await idsAskedOf(as, caseId)).not.toContain(eventId);
  });

  it('keeps parts of one from border all the same, which learns that it was asked and not by when', async () => {
    const handling = { notForImmigration: ['CORE_CODED', 'CORE_TOLD'] };
    const { eventId } = await recordAndSettle(throughline, asks(caseId, { handling }, { askedOf: 'border' }));
    expect(await askedOf('samir-border', caseId)).toMatchObject([{ eventId, due: null }]);
  });

  it('is changed afterwards: what is narrowed is gone with the answer, what is released is there', async () => {
    const { eventId } = await recordAndSettle(throughline, asks(caseId));
    const changed = (neverToOrganisations: readonly string[]): Act => ({
      ...police,
      on: caseId,
      type: 'HandlingChanged',
      relations: { about: [eventId] },
      details: {
        covert: false,
        notForImmigration: [],
        releaseLimited: false,
        releasableTo: [],
        neverToOrganisations,
        neverToPeople: [],
        reason: 'Somebody there is named by a witness.',
      },
    });
    expect(await idsAskedOf('dawn-northbridge', caseId)).toContain(eventId);
    const { inForce } = await record(throughline, changed(['northbridge']));
    expect(inForce).toBe(true);
    expect(await idsAskedOf('dawn-northbridge', caseId)).not.toContain(eventId);
    await recordAndSettle(throughline, changed([]));
    expect(await idsAskedOf('dawn-northbridge', caseId)).toContain(eventId);
  });
});

describe('what is withheld before anybody asks', () => {
  it('is known to its recorder and nobody else on the case', async () => {
    const { caseId, second } = await keptToThemselves();
    const { eventId } = await recordAndSettle(throughline, {
      as: 'helen-northbridge',
      on: caseId,
      type: 'DisclosureWithheld',
      relations: { about: [second] },
      details: {
        withheldFrom: ['metro-police'],
        reason: 'safety-of-the-child',
        whatIsWithheld: 'The third contact.',
        rationale: 'She begged us not to.',
      },
    });
    expect(await entry('helen-northbridge', eventId, '')).toMatchObject({ type: 'DisclosureWithheld' });
    expect(await entry(police.as, eventId, '', police.purpose)).toBe('NOT_FOUND');
    expect(await entry('amina-lantern', eventId, '')).toBe('NOT_FOUND');
    expect((await seenByPolice(caseId)).has(eventId)).toBe(false);
  });
});

describe('a request or an answer that cannot be', () => {
  let caseId: CaseId;
  let contact: EventId;
  let request: EventId;
  let theirs: EventId;
  beforeAll(async () => {
    ({ caseId, contact } = await keptToThemselves());
    request = (await recordAndSettle(throughline, asks(caseId))).eventId;
    theirs = (await recordAndSettle(throughline, { as: 'amina-lantern', on: caseId, ...like('q12-view') }))
      .eventId;
  });

  it.each<[string, () => Act, string]>([
    [
      'a request to oneself',
      () => asks(caseId, {}, { askedOf: 'metro-police' }),
      'disclosure-is-between-organisations',
    ],
    [
      'a request to an organisation that nobody knows',
      () => asks(caseId, {}, { askedOf: 'nowhere' }),
      'concerned-organisation-is-registered',
    ],
    [
      'a request to immigration enforcement',
      () => asks(caseId, {}, { askedOf: 'removals' }),
      'concerned-organisation-works-on-cases',
    ],
    [
      'a disclosure of what nobody recorded',
      () => makes(caseId, request, [unknownCase]),
      'relation-is-visible',
    ],
    [
      'a disclosure of what another recorded',
      () => makes(caseId, request, [theirs]),
      'only-the-holder-discloses',
    ],
    ['a disclosure of nothing', () => makes(caseId, request, []), 'relation-is-required'],
    [
      'a disclosure on no lawful basis',
      () => {
        const { lawfulBasis: _, ...without } = makes(caseId, request, [contact]);
        return without;
      },
      'disclosure-has-a-lawful-basis',
    ],
    [
      'a disclosure to another than asked',
      () => makes(caseId, request, [contact], like('m31', { disclosedTo: 'lantern' })),
      'disclosure-answers-a-request',
    ],
    [
      'a refusal by one who was not asked',
      () => ({ ...refuses(caseId, request, []), as: 'amina-lantern' }),
      'refusal-answers-a-request',
    ],
  ])('%s', async (_, act, rule) => {
    const { json } = await attempt(throughline, act());
    expect(json.errors?.[0]?.extensions).toEqual({ code: 'RULE_REFUSED', rule });
    expect(await idsAskedOf('helen-northbridge', caseId)).toEqual([request]);
  });
});

describe('a worklist', () => {
  it('is refused to whoever states no purpose of casework, and its places to another organisation', async () => {
    const query = '{ worklist(first: 1) { edges { cursor } } }';
    const audit = await throughline.ask({ as: 'sandra-northbridge', purpose: 'audit', query });
    expect(refusalOf(audit)).toBe('FORBIDDEN');
    await recordAndSettle(throughline, asks((await keptToThemselves()).caseId));
    const { json } = await throughline.ask({ as: 'helen-northbridge', query });
    const { cursor } = (json.data?.worklist as { edges: { cursor: string }[] }).edges[0]!;
    const elsewhere = await throughline.ask({
      as: 'omar-eastmoor',
      query: `{ worklist(after: "${cursor}") { edges { cursor } } }`,
    });
    expect(elsewhere.json.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'after' });
  });
});
