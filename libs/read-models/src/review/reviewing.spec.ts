import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hasPart, partSet } from '#casework';
import type { Position } from '#event-store';
import { accepted, randomId, type EventId, type Instant } from '#kernel';
import { describeOnEachDatabase } from '#platform/testing';
import type { Reader } from '../api.js';
import { readerOf, readSide, type ReadSide } from '../read-side.fixture.js';
import type { Agency } from '../timeline/story.fixture.js';
import { clocksQuestion } from './clocks/clocks-question.js';
import { counterfactualQuestion } from './counterfactual/counterfactual-question.js';
import { decisionsQuestion } from './decisions/decisions-question.js';
import { knowledgeQuestion } from './knowledge/knowledge-question.js';
import { overviewQuestion } from './overview-question.js';
import { reExecutionQuestion } from './re-execution/re-execution-question.js';
import type { KnowledgeState } from './record-under-review.js';
import type { MakeQuestion, OfTheRecord } from './reviewing.js';

const [northbridge, police, review, another, closed] = Array.from({ length: 5 }, randomId) as [
  string,
  string,
  string,
  string,
  string,
];
const rita = readerOf('board', 'reviewer', { person: 'rita', purpose: 'review' });
const detective = readerOf('riverside', 'investigator', { person: 'ines' });

let side: ReadSide;
const events = new Map<string, EventId>();
let whenPoliceDecided: Instant;
const idOf = (name: string): EventId => events.get(name)!;
const nameOf = (id: EventId): string | undefined => [...events].find(([, other]) => other === id)?.[0];

const asks = async <Answer>(
  question: MakeQuestion<Answer>,
  { reader = rita, reviewId = review, at }: { reader?: Reader; reviewId?: string; at?: Position } = {},
): Promise<OfTheRecord<Answer>> => {
  const plan = await side.reads.askReview(
    reader,
    at === undefined ? { reviewId } : { reviewId, at },
    question,
  );
  if (!plan.ok) throw new Error(plan.reason.code);
  await side.log.record(reader, plan.value.touches);
  return plan.value.open();
};

/** Reads one entry, words and all, as a request does. */
const opens = async (reader: Reader, name: string) => {
  const selectedParts = () => partSet(['core.coded', 'core.told', 'care.told']);
  const plan = await side.reads.entry(reader, { eventId: idOf(name), selectedParts });
  if (!plan.ok) throw new Error(plan.reason.code);
  await side.log.record(reader, plan.value.touches);
};

/**
 * Northbridge turned a girl away. The police met her too, on a case of their own; then the records were linked, and an
 * officer read of it before the police decided. What the police keep covert nobody is to learn of.
 */
const begun = async (): Promise<void> => {
  const add = async (
    name: string,
    by: Agency,
    caseId: string,
    type: string,
    details: Record<string, unknown>,
    more: Parameters<ReadSide['record']>[2] = {},
  ) => events.set(name, (await side.record(type, details, { by, caseId, ...more })).id);
  const own = { caseId: northbridge, by: 'northbridge' } as const;
  await add('contact', 'northbridge', northbridge, 'ContactReceived', {
    ...{ channel: 'in-person', contactedBy: 'child', account: 'A girl at the desk.' },
  });
  const turnedAway = { reason: 'no-asylum-status', decidedBy: 'The duty worker', rationale: 'No status.' };
  await add('turned-away', 'northbridge', northbridge, 'ContactTurnedAway', turnedAway);
  await add('encounter', 'riverside', police, 'PoliceEncounterRecorded', { circumstances: 'In a shop.' });
  await add(
    'covert',
    'riverside',
    police,
    'InvestigationOpened',
    { team: 'child-abuse-investigation', rationale: 'Suspicion.' },
    { handling: { caveats: [{ caveat: 'covert' }] } },
  );
  await add(
    'kept',
    'northbridge',
    northbridge,
    'ContactReceived',
    { channel: 'telephone', account: 'Kept.' },
    {
      handling: { releasableTo: [] },
    },
  );
  await add(
    'long-ago',
    'lantern',
    northbridge,
    'ContactReceived',
    { channel: 'telephone', account: 'Long ago.' },
    {
      occurred: '2009-11',
    },
  );
  await side.record('AgencyJoinedCase', { organisation: 'riverside', through: 'request' }, own);
  await side.record(
    'InvestigatorAssigned',
    { investigator: 'ines' },
    { caseId: northbridge, by: 'riverside' },
  );
  await side.settled();
  await opens(detective, 'turned-away');
  await add('crime-not-recorded', 'riverside', northbridge, 'DecisionRecorded', {
    ...{ decision: 'No crime', rationale: 'An immigration matter.', optionsConsidered: ['Record it'] },
  });
  whenPoliceDecided = side.clock.now();
  await add(
    'late',
    'lantern',
    northbridge,
    'ContactReceived',
    { channel: 'telephone', account: 'I was hit.' },
    {
      occurred: '2009-12-24',
    },
  );
  const opened = (cases: readonly string[], reviewers: readonly string[]) => ({
    ...{ cases, reviewers, from: '2009', until: '2010', board: 'board' },
    ...{ kind: 'learning-review', termsOfReference: 'Who knew?' },
  });
  const inReview = (id: string) => ({ by: 'board', stream: `review-${id}` }) as const;
  await side.record('ReviewOpened', opened([northbridge, police], ['rita']), inReview(review));
  await side.record('ReviewOpened', opened([northbridge], ['someone-else']), inReview(another));
  await side.record('ReviewOpened', opened([northbridge], ['rita']), inReview(closed));
  const scope = { cases: [northbridge], from: '2009', until: '2010' };
  await side.record('ReviewClosed', { ...scope, outcome: 'no-review-needed' }, inReview(closed));
  await side.settled();
};

describeOnEachDatabase('who knew what, asked of a review', (make) => {
  beforeAll(async () => {
    side = await readSide(make);
    await begun();
  }, 60_000);
  afterAll(() => side.close());

  const statesOf = async (agency: string, decision: string): Promise<Record<string, KnowledgeState>> => {
    const { answer } = await asks(knowledgeQuestion({ agency, decision: idOf(decision), first: 100 }));
    const named = answer.events.edges.map(({ node }) => [nameOf(node.event.eventId), node.state] as const);
    return Object.fromEntries(named.filter(([name]) => name !== undefined)) as Record<string, KnowledgeState>;
  };

  it('tells of each event in exactly one state at the moment of a decision', async () => {
    expect(await statesOf('riverside', 'crime-not-recorded')).toEqual({
      'long-ago': 'visible-unread',
      late: 'not-yet-recorded',
      contact: 'visible-unread',
      'turned-away': 'opened',
      encounter: 'opened',
      kept: 'stub-only',
    });
    expect(await statesOf('northbridge', 'turned-away')).toEqual({
      'long-ago': 'not-yet-recorded',
      late: 'not-yet-recorded',
      contact: 'opened',
      encounter: 'not-yet-occurred',
      kept: 'not-yet-occurred',
      'crime-not-recorded': 'not-yet-occurred',
    });
  });

  it('tells of a decision why, from which options, and how many events were in which state', async () => {
    const { answer } = await asks(decisionsQuestion({ first: 25 }));
    const told = answer.edges.map(({ node }) => [nameOf(node.event.eventId), node.rationale, node.options]);
    expect(told).toEqual([
      ['turned-away', 'No status.', []],
      ['crime-not-recorded', 'An immigration matter.', ['Record it']],
    ]);
    const [, crime] = answer.edges.map(({ node }) => node.states);
    expect(crime).toMatchObject({ opened: 3, 'stub-only': 1, 'not-yet-recorded': 1, 'held-elsewhere': 0 });
  });

  it('shows nothing of what is covert: in no count, no state, no answer about it', async () => {
    const { answer } = await asks(overviewQuestion);
    const all = await asks(knowledgeQuestion({ agency: 'riverside', asOf: side.clock.now(), first: 100 }));
    expect(all.answer.events.edges).toHaveLength(answer.events);
    expect(all.answer.events.edges.map(({ node }) => nameOf(node.event.eventId))).not.toContain('covert');
    await expect(asks(clocksQuestion(idOf('covert')))).rejects.toThrow('NOT_FOUND');
    await expect(asks(clocksQuestion(randomId()))).rejects.toThrow('NOT_FOUND');
  });

  it('tells the four clocks of an event, with who opened it', async () => {
    const { answer } = await asks(clocksQuestion(idOf('turned-away'), 'riverside'));
    const [police_] = answer.agencies;
    expect(answer).toMatchObject({ dateUncertain: false, recorded: answer.event.recordedAt });
    expect(police_?.visible.map(({ level, until }) => [level, until])).toEqual([['full', null]]);
    expect(police_!.visible[0]!.from > answer.recorded!).toBe(true);
    expect(police_?.openings).toMatchObject([{ person: 'ines', role: 'investigator' }]);
    expect(police_?.firstOpened).toBe(police_?.openings[0]!.at);
  });

  it('does not tell of a stub when it was recorded, by no clock', async () => {
    const { answer } = await asks(clocksQuestion(idOf('kept')));
    expect(answer).toMatchObject({ event: { level: 'stub' }, recorded: null });
    const [own] = answer.agencies.filter(({ recorder }) => recorder);
    expect(own).toMatchObject({ firstOpened: null, visible: [], openings: [] });
  });

  it('answers the same again at the position of an answer, whatever was recorded and read since', async () => {
    const question = () => decisionsQuestion({ first: 25 });
    const before = await asks(question());
    await opens(detective, 'contact');
    await side.record(
      'AgencyLeftCase',
      { reason: 'work-completed' },
      { caseId: northbridge, by: 'riverside' },
    );
    await side.settled();
    const again = await asks(question(), { at: before.position });
    expect(JSON.stringify(again)).toBe(JSON.stringify(before));
    expect((await asks(question())).position > before.position).toBe(true);
  });

  it('is on record with the events and the parts that it opens, before it is opened', async () => {
    const plan = await side.reads.askReview(rita, { reviewId: review }, decisionsQuestion({ first: 1 }));
    if (!plan.ok) throw new Error(plan.reason.code);
    const { touches } = plan.value;
    expect(touches.map(({ caseId }) => caseId).sort()).toEqual([northbridge, police].sort());
    const told = touches.flatMap((touch) => touch.events);
    const opened = told.filter(({ parts }) => hasPart(parts, 'core.told'));
    expect(opened.map(({ eventId }) => nameOf(eventId))).toEqual(['turned-away']);
    expect(told.map(({ eventId }) => nameOf(eventId))).not.toContain('covert');
  });

  it('lets everybody else be answered between what it opens', async () => {
    const { answer } = await asks(() =>
      accepted({
        parts: ({ handed }) => handed,
        answer: async (record, open) => {
          let others = 0;
          const other = setInterval(() => (others += 1), 0);
          for (let batch = 0; batch < 200; batch += 1) await open(record.events.slice(0, 1));
          clearInterval(other);
          return others;
        },
      }),
    );
    expect(answer).toBeGreaterThan(0);
  });

  it('says whether an agency would have had an event under another policy, and by which policies', async () => {
    const asked = {
      ...{ agency: 'riverside', event: idOf('contact'), at: whenPoliceDecided },
      policyVersion: '2026-11',
    };
    const { answer } = await asks(counterfactualQuestion(asked));
    expect(answer).toMatchObject({ recorded: true, under: { policyVersion: '2026-11' } });
    expect(answer.then).toMatchObject({ level: 'full', handed: answer.under!.handed });
    expect(answer.under!.decidedBy.length).toBeGreaterThan(0);
    const early = { ...asked, at: '2009-01-01T00:00:00.000Z' };
    expect((await asks(counterfactualQuestion(early))).answer).toMatchObject({ recorded: false, then: null });
    await expect(asks(counterfactualQuestion({ ...asked, policyVersion: '1999-01' }))).rejects.toThrow(
      'INVALID_INPUT',
    );
  });

  it('finds each disclosure decided as it would be decided again', async () => {
    const { answer } = await asks(reExecutionQuestion(100));
    expect(answer.decidedAgain).toBeGreaterThan(1);
    expect(answer).toMatchObject({ notDecidedAgain: [], differing: 0, differences: [] });
  });

  it('finds a disclosure that was more than permitted', async () => {
    const plan = await side.reads.entry(rita, { eventId: idOf('kept'), selectedParts: () => 0 });
    if (!plan.ok) throw new Error(plan.reason.code);
    // As if the police had been handed the words of an entry that stands as a stub for them.
    const [touch] = plan.value.touches;
    const words = [{ eventId: idOf('kept'), parts: partSet(['core.coded']) }];
    await side.log.record(detective, [{ ...touch!, events: words }]);
    await side.settled();
    const { answer } = await asks(reExecutionQuestion(100));
    expect(answer.differences).toMatchObject([
      { kind: 'not-permitted', person: 'ines', eventId: idOf('kept'), parts: ['core.coded'] },
    ]);
  });

  it.each([
    ['there is no such review', { reviewId: randomId() }],
    ['it names other reviewers', { reviewId: another }],
    ['it is closed', { reviewId: closed }],
    ['the reader is of no board', { reader: readerOf('northbridge', 'team-manager', { purpose: 'review' }) }],
  ])('is answered alike where %s', async (_, asked) => {
    await expect(asks(overviewQuestion, asked)).rejects.toThrow('NOT_FOUND');
  });
});
