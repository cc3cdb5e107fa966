import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noParts, partSet } from '#casework';
import { randomId, refused } from '#kernel';
import { DatabaseAway } from '#platform';
import { describeOnEachDatabase, type MakeDatabase } from '#platform/testing';
import type { Planned, ReadPlan, ReadRefusal, Reader, TimelinePage, TimelineQuery } from './api.js';
import { readerOf, readSide, type ReadSide } from './read-side.fixture.js';
import { atOneMoment } from './reading/moment.js';
import { viewOf } from './reading/views.js';

let side: ReadSide;
const a = randomId();
const coded = partSet(['core.coded', 'care.coded', 'location.coded']);
const words = partSet(['core.coded', 'core.told', 'care.told', 'location.told', 'voice.told']);

const duty = readerOf('northbridge', 'duty-worker');
const officer = readerOf('riverside', 'officer');
const investigator = readerOf('riverside', 'investigator', { person: 'ines' });
const stranger = readerOf('clinic', 'practitioner');

const planOf = async <Answer>(planned: Planned<Answer>): Promise<ReadPlan<Answer>> => {
  const result = await planned;
  if (!result.ok) throw new Error(`It was refused: ${result.reason.code}`);
  return result.value;
};
const refusalOf = async <Answer>(planned: Planned<Answer>): Promise<ReadRefusal> => {
  const result = await planned;
  if (result.ok) throw new Error('It was not refused.');
  return result.reason;
};
const page = async (reader: Reader, query: Partial<TimelineQuery> = {}): Promise<TimelinePage> => {
  const plan = await planOf(
    side.reads.timeline(reader, { caseId: a, first: 25, selectedParts: () => words, ...query }),
  );
  return plan.open();
};
const types = ({ edges }: TimelinePage) => edges.map(({ node }) => node.type);

const missing = {
  lastSeen: '2010-01-02',
  reporter: 'foster-carer',
  traffickersSuspected: true,
  circumstances: 'She did not come back from school.',
  lastSeenAt: 'The bus station.',
};

let beforeJoining: string;
let reportId: string;

const begun = async (make: MakeDatabase, slots: number) => {
  side = await readSide(make, slots);
  const { record } = side;
  await record(
    'CaseOpened',
    { reason: 'concern', summary: 'A girl of about fifteen asked for help.' },
    { caseId: a, occurred: '2010-01-01' },
  );
  await record('ResponsibilityAccepted', { basis: 'court-order' }, { caseId: a });
  beforeJoining = side.clock.now();
  await record('AgencyJoinedCase', { organisation: 'riverside', through: 'request' }, { caseId: a });
  const report = await record('ChildReportedMissing', missing, { caseId: a, occurred: '2009-12' });
  reportId = report.id;
  await side.settled();
};

describeOnEachDatabase('the read side', (make, dialect) => {
  beforeAll(() => begun(make, dialect === 'postgres' ? 3 : 1));
  afterAll(() => side.close());

  describe('a timeline', () => {
    it('is in the order of when things may first have happened, and opens what was asked for and permitted', async () => {
      const shown = await page(duty);
      expect(types(shown)).toEqual([
        'ChildReportedMissing',
        'CaseOpened',
        'ResponsibilityAccepted',
        'AgencyJoinedCase',
      ]);
      expect(shown.edges[0]?.node).toMatchObject({
        level: 'full',
        details: { circumstances: 'She did not come back from school.', lastSeenAt: 'The bus station.' },
        withheld: [],
      });
      expect(side.alarms).toEqual([]);
    });

    it('gives a police officer outcomes, and names the words that are withheld', async () => {
      const [first] = (await page(officer)).edges;
      expect(first?.node.details).toMatchObject({ traffickersSuspected: true });
      expect(JSON.stringify(first)).not.toContain('bus station');
      expect(first?.node.level).not.toBe('stub');
    });

    it('tells before it opens anything which events and parts it would hand over', async () => {
      const plan = await planOf(
        side.reads.timeline(duty, { caseId: a, first: 10, selectedParts: () => coded }),
      );
      expect(plan.touches).toHaveLength(1);
      expect(plan.touches[0]).toMatchObject({ caseId: a, outcome: 'given', asked: 'timeline' });
      const report = plan.touches[0]?.events.find(({ eventId }) => eventId === reportId);
      expect(report).toEqual({ eventId: reportId, parts: partSet(['core.coded']) });
      expect(plan.touches[0]?.decidedBy.length).toBeGreaterThan(0);
      const opened = await plan.open();
      expect(JSON.stringify(opened)).not.toContain('did not come back');
    });

    it('is read on from a cursor without gap or repetition', async () => {
      const first = await page(duty, { first: 3 });
      expect(first.hasNextPage).toBe(true);
      const rest = await page(duty, { first: 3, after: first.edges.at(-1)!.cursor });
      expect(rest.hasNextPage).toBe(false);
      expect([...types(first), ...types(rest)]).toEqual(types(await page(duty)));
    });

    it('looks back to the end, also where clocks that differ gave an event many rows at the same time', async () => {
      const asOf = side.clock.now();
      const whole = types(await page(duty, { asOf }));
      const { organisation } = duty.principal;
      await side.database.writer.transaction().execute(async (transaction) => {
        const { view } = await viewOf(transaction, organisation);
        const first = await view
          .selectFrom('agency_event')
          .select(['organisation', 'position', 'event_id', 'case_id', 'cause_id', 'given', 'policy_version'])
          .select(['facts', 'digest'])
          .where('organisation', '=', organisation)
          .orderBy('occurred_earliest')
          .executeTakeFirstOrThrow();
        const rows = Array.from({ length: 130 }, (_, number) => ({
          ...first,
          ...{ sequence: 100_000 + number, visible_from: '2000-01-01T00:00:00.000Z' },
          ...{ visible_until: '2100-01-01T00:00:00.000Z', ending_sequence: 0, ending_cause_id: '' },
          ...{ ending_digest: '0', standings: '[]', ending_position: first.position },
        }));
        await view.insertInto('agency_event_past').values(rows).execute();
      });
      expect(types(await page(duty, { asOf }))).toEqual(whole);
      await side.database.writer.transaction().execute(async (transaction) => {
        const { view } = await viewOf(transaction, organisation);
        await view.deleteFrom('agency_event_past').where('sequence', '>=', 100_000).execute();
      });
    });

    it('looks back to what the agency had then, as far as the person may see it today', async () => {
      expect(types(await page(duty, { asOf: beforeJoining }))).toEqual([
        'CaseOpened',
        'ResponsibilityAccepted',
      ]);
      expect(types(await page(officer, { asOf: beforeJoining }))).toEqual([]);
      expect(types(await page(officer, { asOf: side.clock.now() }))).toHaveLength(4);
    });

    it('says the same of a case that the reader may not know and of one that there is not', async () => {
      const query = { first: 10, selectedParts: () => words };
      const hidden = await refusalOf(side.reads.timeline(stranger, { caseId: a, ...query }));
      const other = randomId();
      const absent = await refusalOf(side.reads.timeline(stranger, { caseId: other, ...query }));
      expect(hidden).toMatchObject({ code: 'NOT_FOUND', touches: [{ caseId: a, outcome: 'denied' }] });
      expect(JSON.stringify(hidden).replaceAll(a, other)).toBe(JSON.stringify(absent));
    });

    it('is refused for the moment while the database is away', async () => {
      const away = () => Promise.reject(new DatabaseAway('connection-lost', '57P01'));
      const asked = atOneMoment({ database: side.database.reader, clock: side.clock }, duty, away);
      expect(await asked).toEqual(refused({ code: 'UNAVAILABLE' }));
    });

    it.each([
      ['first', { first: 0 }],
      ['first', { first: 101, selectedParts: () => coded }],
      ['first', { first: 26 }],
      ['types', { first: 5, types: ['NoSuchThing'] }],
      ['asOf', { first: 5, asOf: 'yesterday' }],
    ])('refuses a wrong %s', async (field, query: Partial<TimelineQuery>) => {
      const asked = side.reads.timeline(duty, { caseId: a, first: 5, selectedParts: () => words, ...query });
      expect(await refusalOf(asked)).toMatchObject({ code: 'INVALID_INPUT', field });
    });
  });

  describe('a person', () => {
    it('sees more from the day of being put on the investigation, and no more of it afterwards', async () => {
      const lastSeenAt = async () =>
        (await page(investigator)).edges.find(({ node }) => node.eventId === reportId)?.node.details
          .lastSeenAt;
      expect(await lastSeenAt()).toBeUndefined();
      const assigned = { investigator: 'ines', capacity: 'officer-in-the-case', specialist: true };
      await side.record('InvestigatorAssigned', assigned, { caseId: a, by: 'riverside' });
      await side.settled();
      expect(await lastSeenAt()).toBe('The bus station.');
      await side.record(
        'InvestigatorReleased',
        { investigator: 'ines', reason: 'moved-post' },
        { caseId: a, by: 'riverside' },
      );
      await side.settled();
      expect(await lastSeenAt()).toBeUndefined();
    });

    it('named by neverTo sees nothing of the event, and its colleagues do', async () => {
      const secret = await side.record(
        'IntelligenceSubmitted',
        { intelligence: 'x' },
        {
          caseId: a,
          by: 'riverside',
          handling: { neverTo: ['olga'] },
        },
      );
      await side.settled();
      const olga = readerOf('riverside', 'officer', { person: 'olga' });
      const sees = async (reader: Reader) =>
        (await page(reader)).edges.some(({ node }) => node.eventId === secret.id);
      expect(await sees(olga)).toBe(false);
      expect(await sees(officer)).toBe(true);
      const one = await refusalOf(
        side.reads.entry(olga, { eventId: secret.id, selectedParts: () => noParts }),
      );
      const none = randomId();
      const absent = await refusalOf(side.reads.entry(olga, { eventId: none, selectedParts: () => noParts }));
      expect(JSON.stringify(one).replaceAll(secret.id, none)).toBe(JSON.stringify(absent));
    });
  });

  describe('a summary', () => {
    it('says that the child is missing to whoever may see the report', async () => {
      const summary = await (await planOf(side.reads.caseSummary(officer, a))).open();
      expect(summary.missingNow).toBe(true);
      expect(summary.openProcesses.map(({ openedBy }) => openedBy)).toContain(reportId);
      expect(summary.participants.map(({ organisation }) => organisation)).toEqual([
        'northbridge',
        'riverside',
      ]);
      expect((await refusalOf(side.reads.caseSummary(stranger, a))).code).toBe('NOT_FOUND');
    });

    it('puts age determinations side by side, with who withdrew one', async () => {
      const child = {
        outcome: 'child',
        method: 'merton-assessment',
        confidence: 'probable',
        effect: 'treated-as-child',
        rationale: 'Two workers, an open mind.',
      };
      const adult = {
        ...child,
        outcome: 'adult',
        method: 'appearance-and-demeanour',
        effect: 'treated-as-adult',
      };
      const mistaken = await side.record('AgeDeterminationAsserted', adult, { caseId: a, by: 'riverside' });
      await side.record('AgeDeterminationAsserted', child, {
        caseId: a,
        relations: [{ kind: 'reliesOn', event: mistaken.id }],
      });
      await side.record(
        'AgeDeterminationWithdrawn',
        { reason: 'x' },
        { caseId: a, by: 'riverside', relations: [{ kind: 'withdraws', event: mistaken.id }] },
      );
      await side.settled();
      const summary = await (await planOf(side.reads.caseSummary(officer, a))).open();
      expect(summary.ageDeterminations).toMatchObject([
        { organisation: 'riverside', effect: 'treated-as-adult', standing: 'withdrawn' },
        {
          organisation: 'northbridge',
          method: 'merton-assessment',
          standing: 'asserted',
          reliesOn: [mistaken.id],
        },
      ]);
    });
  });

  describe('my cases', () => {
    it('are those of my organisation on which I may see something', async () => {
      const mine = async (reader: Reader) =>
        (await (await planOf(side.reads.cases(reader, { first: 10 }))).open()).edges.map(({ node }) => node);
      expect(await mine(duty)).toMatchObject([{ caseId: a, onCase: true, responsible: true }]);
      expect(await mine(officer)).toMatchObject([{ caseId: a, onCase: true, responsible: false }]);
      expect(await mine(stranger)).toEqual([]);
      expect(await mine(readerOf('riverside', 'administrator'))).toEqual([]);
    });
  });

  describe('the access log', () => {
    it('shows an agency its own reading to its data protection officer, each reading at the next', async () => {
      const plan = await planOf(
        side.reads.timeline(officer, { caseId: a, first: 5, selectedParts: () => coded }),
      );
      await side.log.record(officer, plan.touches);
      const dutyPlan = await planOf(
        side.reads.timeline(duty, { caseId: a, first: 5, selectedParts: () => coded }),
      );
      await side.log.record(duty, dutyPlan.touches);
      await side.settled();
      const auditor = readerOf('riverside', 'data-protection-officer', { purpose: 'audit', person: 'dpo' });
      const looked = await planOf(side.reads.accessLog(auditor, { caseId: a, first: 10 }));
      const log = await looked.open();
      expect(log.extent).toBe('own-organisation');
      expect(log.edges.map(({ node }) => [node.organisation, node.person, node.outcome])).toEqual([
        ['riverside', 'riverside-worker', 'given'],
      ]);
      const [first] = log.edges;
      expect(first?.node.purpose).toBe('safeguarding');
      expect(first?.node.events).toHaveLength(plan.touches[0]!.events.length);
      await side.log.record(auditor, looked.touches);
      await side.settled();
      const next = await (await planOf(side.reads.accessLog(auditor, { caseId: a, first: 10 }))).open();
      expect(next.edges.map(({ node }) => node.person)).toEqual(['riverside-worker', 'dpo']);
      expect((await refusalOf(side.reads.accessLog(officer, { caseId: a, first: 10 }))).code).toBe(
        'NOT_FOUND',
      );
    });

    it('records a denial under no case when the reader knows of none, and rejects when it cannot record', async () => {
      const refusal = await refusalOf(
        side.reads.timeline(stranger, { caseId: a, first: 5, selectedParts: () => coded }),
      );
      if (refusal.code !== 'NOT_FOUND') throw new Error(refusal.code);
      await side.log.record(stranger, refusal.touches);
      const streams: string[] = [];
      for await (const { stream, type } of side.store.readAll({ streams: ['access-'] }))
        if (type === 'AccessDenied') streams.push(stream);
      expect(streams).toEqual(['access-denied']);
    });

    it('never enters a timeline', async () => {
      expect((await page(duty)).edges.map(({ node }) => node.type)).not.toContain('RecordRead');
    });
  });
});
