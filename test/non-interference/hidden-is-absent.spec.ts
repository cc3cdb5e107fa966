import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { declarations } from '#casework';
import { derivedId } from '#kernel';
import { agencies, type Somebody } from './agencies.fixture.js';
import { asTold, purposeOf } from './asking.fixture.js';
import { aviary } from './canaries.fixture.js';
import { tellEverything, type Told } from './everything.fixture.js';
import { history, type Happened } from './history.fixture.js';
import {
  accessLogQuery,
  caseQuery,
  emergencyAccessesQuery,
  entryQuery,
  wholeTimelineQuery,
} from './queries.fixture.js';
import { openWorld, type HttpAnswer, type World } from './world.fixture.js';

// Slow machines are many, and a test that is stopped tells nothing.
jest.setTimeout(300_000);

let world: World;
let told: Told;
let secret: Happened;

beforeAll(async () => {
  world = await openWorld({ agencies, begins: '2012-01-01T09:00:00.000Z', overHttp: true });
  const tale = history(world, aviary(), 'hidden');
  told = await tellEverything(tale, {});
  // An event that a person of an organisation on the case must not have, beside everything that they may have.
  secret = await tale.record('inv-m', 'IntelligenceSubmitted', {
    case: told.caseId,
    handling: { covert: true },
  });
  await world.settle();
}, 300_000);
afterAll(() => world.close());

const absentCase = derivedId('no such case');
const absentEvent = derivedId('no such event');

interface Done {
  readonly answer: string;
  /** What was asked of the views, and what of the log, in order. */
  readonly reads: readonly string[];
  readonly calls: readonly string[];
}

/** What the views are asked; how many ids an `in` lists is no kind of question. */
const readsOfViews = () => world.viewReads().map((sql) => sql.replaceAll(/\(\?(?:, \?)*\)/g, '(?)'));

/** The one answer, with the id that was asked for put in other words. */
const withoutTheId = (answer: HttpAnswer, id: string): string =>
  asTold([{ ...answer, body: answer.body.replaceAll(id, 'the id asked for') }]).join();

const done = async (as: Somebody, query: string, variables: object, id: string): Promise<Done> => {
  await world.settle();
  world.viewReads();
  world.storeCalls();
  const answer = await world.ask({ as, purpose: purposeOf(as), query, variables: { ...variables } });
  const reads = readsOfViews();
  await world.settle();
  return { answer: withoutTheId(answer, id), reads, calls: world.storeCalls() };
};

/** Each as somebody for whom the case is not there: of no organisation on it, or of one and not related to the child. */
const strangers = ['nurse-o', 'idle-r', 'manager-s', 'coordinator-g'] as const;

const questions: readonly (readonly [string, string, object])[] = [
  ['timeline', wholeTimelineQuery, { first: 10 }],
  ['timeline of some types', wholeTimelineQuery, { first: 10, types: ['DecisionRecorded'] }],
  ['timeline looking back', wholeTimelineQuery, { first: 10, asOf: '2012-01-01T10:00:00.000Z' }],
  ['summary', caseQuery, {}],
  ['access log', accessLogQuery, { first: 10 }],
  ['emergency access', emergencyAccessesQuery, { first: 10 }],
];

const denials = (calls: readonly string[]) =>
  calls.filter((call) => call === 'append AccessDenied to access');

describe('a case that must not be known to exist', () => {
  const asked = strangers.flatMap((person) =>
    questions.map(([name, query, variables]) => [person, name, query, variables] as const),
  );

  it.each(asked)('is to %s as absent, asked for its %s', async (person, _name, query, variables) => {
    const hidden = await done(person, query, { ...variables, case: told.caseId }, told.caseId);
    const absent = await done(person, query, { ...variables, case: absentCase }, absentCase);
    expect(hidden.answer).toBe(absent.answer);
    expect(hidden.answer).toContain('NOT_FOUND');
    expect(hidden.calls).toEqual(absent.calls);
    expect(denials(hidden.calls)).toHaveLength(1);
    expect(hidden.reads).toEqual(absent.reads);
  });
});

describe('an event that must not be known to exist', () => {
  it.each([
    'worker-r',
    'duty-e',
    'guardian-g',
    'reviewer-s',
    'support-v',
    'nurse-o',
    'idle-r',
    'case-a',
  ] as const)('is to %s as absent', async (person) => {
    const hidden = await done(person, entryQuery, { id: secret.id }, secret.id);
    const absent = await done(person, entryQuery, { id: absentEvent }, absentEvent);
    expect(hidden.answer).toBe(absent.answer);
    expect(hidden.answer).toContain('NOT_FOUND');
    expect(hidden.calls).toEqual(absent.calls);
    expect(denials(hidden.calls)).toHaveLength(1);
    expect(hidden.reads).toEqual(absent.reads);
  });

  it('is as absent to a colleague whom it must never reach', async () => {
    const tale = history(world, aviary(), 'never');
    const never = await tale.record('inv-m', 'IntelligenceSubmitted', {
      case: told.caseId,
      handling: { neverTo: ['super-m'] },
    });
    const hidden = await done('super-m', entryQuery, { id: never.id }, never.id);
    const absent = await done('super-m', entryQuery, { id: absentEvent }, absentEvent);
    expect(hidden).toEqual(absent);
  });
});

const inputOf = (type: string) => declarations.find((one) => one.type === type)?.action ?? '';
const mutation = (type: string) =>
  `mutation ($action: ActionInput!, $details: ${type}Input!) {
    ${inputOf(type)}(action: $action, details: $details) { type repeated }
  }`;

let keys = 0;
const action = (more: object) => ({ key: `try-${(keys += 1)}-long-enough`, occurred: '2011-12', ...more });

const joining = { ground: 'STATUTORY_DUTY', reason: 'We work with the child.' };
const view = { matter: 'OTHER', view: 'x', childSeen: 'ALONE', heardHow: 'SPOKEN' };

describe('acts', () => {
  it.each([
    ['JoinRequested', joining],
    ['ChildViewRecorded', view],
  ])('on a hidden case are refused as on an absent one: %s', async (type, details) => {
    const one = (caseId: string) =>
      done('nurse-o', mutation(type), { action: action({ caseId }), details }, caseId);
    const hidden = await one(told.caseId);
    const absent = await one(absentCase);
    expect(hidden.answer).toBe(absent.answer);
    expect(hidden.answer).toContain('NOT_FOUND');
    const appended = ({ calls }: Done) => calls.filter((call) => call.startsWith('append'));
    expect(appended(hidden)).toEqual(['append AccessDenied to access']);
    expect(appended(absent)).toEqual(appended(hidden));
  });

  it('that name a hidden event are refused as those that name an absent one', async () => {
    for (const kind of ['ABOUT', 'RELIES_ON']) {
      const one = (eventId: string) =>
        done(
          'worker-e',
          mutation('ChildViewRecorded'),
          {
            action: action({ caseId: told.caseId, relations: [{ kind, eventId }] }),
            details: view,
          },
          eventId,
        );
      const hidden = await one(secret.id);
      const absent = await one(absentEvent);
      expect(hidden.answer).toContain('relation-is-visible');
      expect(hidden).toEqual(absent);
    }
  });

  it('that link one’s own case with a hidden one are answered as with an absent one', async () => {
    const tale = history(world, aviary(), 'links');
    const case1 = (await tale.record('nurse-o', 'CaseOpened')).caseId!;
    const one = (other: string) =>
      done(
        'nurse-o',
        mutation('RecordLinkProposed'),
        { action: action({}), details: { cases: [case1, other], evidence: ['CHILD_SAYS_SO'], reasons: 'x' } },
        other,
      );
    const hidden = await one(told.caseId);
    const absent = await one(absentCase);
    expect(hidden.answer).toBe(absent.answer);
    // What is seen afterwards is the same too.
    const entries = async () => {
      const { body } = await world.ask({
        as: 'nurse-o',
        purpose: 'safeguarding',
        query: caseQuery,
        variables: { case: case1 },
      });
      return body;
    };
    expect(await entries()).toContain(case1);
    expect(await entries()).not.toContain(told.caseId);
  });
});
