import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEntry, officer, ourCase, startGateway, type RunningGateway } from './gateway.fixture.js';
import { wholeCatalogueQuery } from './schema/whole-catalogue.fixture.js';

interface TimelinePage {
  readonly edges: readonly { readonly node: { readonly eventId: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const timeline = `query($case: ID!) { timeline(caseId: $case) { edges { cursor node {
  __typename eventId type kindOfWork recordedBy { name function } withheld { category grade reason }
  ... on ContactTurnedAway { reason decidedBy }
} } pageInfo { hasNextPage endCursor } } }`;

describe('the gateway', () => {
  it('answers a timeline with the type and the details of each entry', async () => {
    gateway.behind.entries.push(
      anEntry('ContactTurnedAway', { reason: 'no-asylum-status', decidedBy: 'Duty manager' }),
    );
    const answer = await gateway.ask(timeline, { case: ourCase });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      timeline: {
        edges: [
          {
            node: {
              __typename: 'ContactTurnedAway',
              type: 'ContactTurnedAway',
              recordedBy: { name: 'Northshire Police', function: 'POLICE' },
              reason: 'NO_ASYLUM_STATUS',
              decidedBy: 'Duty manager',
            },
          },
        ],
        pageInfo: { hasNextPage: false },
      },
    });
  });

  it('answers a query that selects every field of every type of event', async () => {
    gateway.behind.entries.push(anEntry('ContactTurnedAway', { reason: 'no-asylum-status' }));
    const answer = await gateway.ask(await wholeCatalogueQuery(ourCase, 25));
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      timeline: { edges: [{ node: { ContactTurnedAway_reason: 'NO_ASYLUM_STATUS', lawReliedOn: null } }] },
    });
  });

  it('tells whom to ask about work of which only a stub is shown', async () => {
    const contactPoint = { organisation: officer.organisation, name: 'Duty desk', reach: '101' };
    const stub = anEntry('', {}, { type: null, level: 'stub', recordedAt: null, contactPoint });
    gateway.behind.entries.push(stub);
    const answer = await gateway.ask(
      `query($id: ID!) { entry(id: $id) {
      __typename level type recordedAt ... on StubEntry { contactPoint { name reach organisation { name } } }
    } }`,
      { id: stub.eventId },
    );
    expect(answer.data).toEqual({
      entry: {
        __typename: 'StubEntry',
        level: 'STUB',
        type: null,
        recordedAt: null,
        contactPoint: { name: 'Duty desk', reach: '101', organisation: { name: 'Northshire Police' } },
      },
    });
  });

  it('names the parts that are withheld, with the reason', async () => {
    const withheld = [{ part: 'police.told', reason: 'not-shared' }] as const;
    gateway.behind.entries.push(anEntry('ContactReceived', {}, { level: 'partial', withheld }));
    const answer = await gateway.ask(timeline, { case: ourCase });
    expect(answer.data).toMatchObject({
      timeline: {
        edges: [{ node: { withheld: [{ category: 'POLICE', grade: 'TOLD', reason: 'NOT_SHARED' }] } }],
      },
    });
  });

  it('pages a timeline by cursors, and gives each entry once', async () => {
    const entries = Array.from({ length: 5 }, () => anEntry('ContactReceived', {}));
    gateway.behind.entries.push(...entries);
    const query = `query($after: String) { timeline(caseId: "${ourCase}", first: 2, after: $after) {
      edges { node { eventId } } pageInfo { hasNextPage endCursor } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer = await gateway.ask(query, { after });
      const page = (answer.data as { timeline: TimelinePage }).timeline;
      seen.push(...page.edges.map(({ node }) => node.eventId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(entries.map(({ eventId }) => eventId));
  });

  it('answers a case, the cases, and who read', async () => {
    const answer = await gateway.ask(`{
      case(id: "${ourCase}") { missingNow openProcesses { process organisation { name } } participants { name function } }
      cases { edges { node { caseId onCase } } }
      accessLog(caseId: "${ourCase}") { extent edges { node { person organisation { name } purpose outcome } } }
    }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      case: {
        missingNow: true,
        openProcesses: [{ process: 'missing-episode', organisation: { name: 'Northshire Police' } }],
        participants: [{ name: 'Northshire Police', function: 'POLICE' }],
      },
      cases: { edges: [{ node: { caseId: ourCase, onCase: true } }] },
      accessLog: {
        extent: 'WHO_READ',
        edges: [
          {
            node: {
              person: 'officer-one',
              organisation: { name: 'Northshire Police' },
              purpose: null,
              outcome: 'GIVEN',
            },
          },
        ],
      },
    });
  });
});

describe('an action', () => {
  const mutation = (selection: string) => `mutation($action: ActionInput!, $details: AgeClaimedInput!) {
    recordAgeClaim(action: $action, details: $details) { ${selection} } }`;
  const input = {
    action: {
      caseId: ourCase,
      key: 'key-number-one',
      occurred: '2010-11-01',
      source: 'CHILDS_ACCOUNT',
      lawfulBasis: 'PUBLIC_TASK',
      handling: { covert: false, notForImmigration: ['VOICE_TOLD'], neverTo: ['border-south'] },
      relations: [{ kind: 'ABOUT', eventId: ourCase }],
    },
    details: { claimedBy: 'CHILD', age: 15 },
  };

  it('is recorded with the words of the field, and answers its event', async () => {
    const answer = await gateway.ask(mutation('eventId type repeated inForce'), input);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      recordAgeClaim: { type: 'AgeClaimed', repeated: false, inForce: null },
    });
    expect(gateway.behind.recorded).toMatchObject([
      {
        type: 'AgeClaimed',
        purpose: 'safeguarding',
        key: 'key-number-one',
        source: 'childs-account',
        lawfulBasis: 'public-task',
        handling: { covert: false, notForImmigration: ['voice.told'], neverTo: ['border-south'] },
        relations: [{ kind: 'about', event: ourCase }],
        details: { claimedBy: 'child', age: 15 },
      },
    ]);
    expect(gateway.behind.disclosed).toEqual([]);
  });

  it('answers its entry where it is selected, with a disclosure recorded before', async () => {
    const answer = await gateway.ask(mutation('entry { eventId ... on AgeClaimed { age } }'), input);
    expect(answer.data).toMatchObject({ recordAgeClaim: { entry: { age: 15 } } });
    expect(gateway.behind.happened).toEqual([
      `planned ${ourCase}`,
      'recording disclosure',
      'disclosure recorded',
      `opened ${ourCase}`,
    ]);
  });

  it('stays answered when its entry cannot be read back', async () => {
    gateway.behind.disclosing = () => Promise.reject(new Error('disk full'));
    const answer = await gateway.ask(mutation('type entry { eventId }'), input);
    expect(answer.data).toEqual({ recordAgeClaim: { type: 'AgeClaimed', entry: null } });
    expect(answer.errors).toMatchObject([
      { path: ['recordAgeClaim', 'entry'], extensions: { code: 'UNAVAILABLE' } },
    ]);
  });

  it('that narrows says whether it is in force', async () => {
    gateway.behind.narrows = true;
    expect((await gateway.ask(mutation('inForce'), input)).data).toEqual({
      recordAgeClaim: { inForce: true },
    });
    gateway.behind.applied = false;
    expect((await gateway.ask(mutation('inForce'), input)).data).toEqual({
      recordAgeClaim: { inForce: false },
    });
  });

  it('gives a position by which its recorder reads it', async () => {
    const answer = await gateway.ask(mutation('position'), input);
    const { position } = (answer.data as { recordAgeClaim: { position: string } }).recordAgeClaim;
    const query = `query($at: String) { timeline(caseId: "${ourCase}", atLeast: $at) { edges { node { type } } } }`;
    const read = await gateway.ask(query, { at: position });
    expect(read.data).toEqual({ timeline: { edges: [{ node: { type: 'AgeClaimed' } }] } });
    gateway.behind.applied = false;
    const late = await gateway.ask(query, { at: position });
    expect(late.errors[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
  });

  it.each([
    [
      {
        code: 'INVALID_INPUT',
        fields: [
          { field: 'occurred', problem: 'lies after today' },
          { field: 'details.age', problem: 'is too high' },
        ],
      },
      {
        code: 'INVALID_INPUT',
        field: 'occurred',
        fields: [
          { field: 'occurred', message: 'occurred lies after today.' },
          { field: 'details.age', message: 'details.age is too high.' },
        ],
      },
    ],
    [
      {
        code: 'RULE_REFUSED',
        rule: 'child-is-missing',
        message: 'A case whose child is missing cannot be closed.',
      },
      { code: 'RULE_REFUSED', rule: 'child-is-missing' },
    ],
    [{ code: 'FORBIDDEN', decidedBy: ['who-may-record'] }, { code: 'FORBIDDEN' }],
    [{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }],
    [{ code: 'CONFLICT', because: 'key-used-for-other-input' }, { code: 'CONFLICT' }],
    [{ code: 'UNAVAILABLE' }, { code: 'UNAVAILABLE' }],
  ] as const)('that is refused (%j) says why', async (refusal, extensions) => {
    gateway.behind.recording = () => refusal;
    const answer = await gateway.ask(mutation('eventId'), input);
    expect(answer.data).toBeNull();
    expect(answer.errors.map((error) => error.extensions)).toEqual([extensions]);
  });

  it.each([
    [{ code: 'NOT_FOUND' }, ['not-found']],
    [{ code: 'FORBIDDEN', decidedBy: [] }, ['forbidden']],
    [{ code: 'CONFLICT', because: 'key-used-for-other-input' }, []],
    [{ code: 'RULE_REFUSED', rule: 'case-is-closed', message: 'The case is closed.' }, []],
  ] as const)('on what one may not know of or touch (%j) leaves a record', async (refusal, denials) => {
    gateway.behind.recording = () => refusal;
    await gateway.ask(mutation('eventId'), input);
    const touches = gateway.behind.disclosed.flatMap((one) => one.touches);
    expect(touches.map(({ asked, denial }) => ({ asked, denial }))).toEqual(
      denials.map((denial) => ({ asked: 'action', denial })),
    );
  });

  it('is not even denied when the denial cannot be recorded', async () => {
    gateway.behind.recording = () => ({ code: 'NOT_FOUND' });
    gateway.behind.disclosing = () => Promise.reject(new Error('disk full'));
    const answer = await gateway.ask(mutation('eventId'), input);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
  });
});

describe('what the operator asks', () => {
  it('is answered without a token: health, and counters without ids', async () => {
    await gateway.ask(timeline, { case: ourCase });
    const [live, ready, metrics] = await Promise.all(
      ['/health/live', '/health/ready', '/metrics'].map((path) => fetch(gateway.address + path)),
    );
    expect([live?.status, ready?.status]).toEqual([200, 200]);
    const text = (await metrics?.text()) ?? '';
    expect(text).toMatch(/^throughline_disclosures_total\{outcome="given"\} [1-9]/m);
    expect(text).not.toContain(ourCase);
    expect(text).not.toContain(officer.organisation);
  });
});
