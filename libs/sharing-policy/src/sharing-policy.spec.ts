import { describe, expect, it } from '@jest/globals';
import { hasPart, partSet, type AgencyFunction, type PartSet, type Role } from '#casework';
import { CannotDecide } from './cannot-decide.js';
import { preparePolicies } from './cedar.js';
import { openEvent, type EventFacts, type Reader } from './facts.js';
import { reader, standingsInWords } from './golden/reader.fixture.js';
import type { SharingPolicy } from './policy.js';
import { sharingPolicy } from './sharing-policy.js';
import { readPolicyTexts, type PolicyTexts } from './texts.js';

const shipped = readPolicyTexts('2026-11');
const onCase = standingsInWords['on-case'];
const responsible = standingsInWords.responsible;
const worker = reader('children-services', 'allocated-worker', { allocated: true });
const investigator = reader('police', 'investigator', { investigating: true });
const account = partSet(['core.coded', 'core.told', 'health.coded', 'health.told']);

const load = (texts: PolicyTexts): { policy: SharingPolicy; alarms: string[] } => {
  const alarms: string[] = [];
  return { policy: sharingPolicy(texts, { onAlarm: (reason) => alarms.push(reason) }), alarms };
};

const adding = (text: string): PolicyTexts => ({
  ...shipped,
  policies: [...shipped.policies, { file: 'another.cedar', text }],
});

/** What a view is to hold is not answered with less where it cannot be decided. */
const orNotAtAll = (ask: () => string): string => {
  try {
    return ask();
  } catch (problem) {
    expect(problem).toBeInstanceOf(CannotDecide);
    return 'not answered';
  }
};

/** Every kind of question; all of them are answered with yes by the policy that ships. */
const askEverything = (policy: SharingPolicy) => ({
  person: policy.entryForPerson(worker, responsible, openEvent, account).level,
  organisation: orNotAtAll(() => policy.entryForOrganisation('police', onCase, openEvent, account).level),
  purpose: policy.mayUsePurpose('police', 'officer', 'safeguarding').allowed,
  recording: policy.mayRecord({
    function: 'police',
    role: 'officer',
    purpose: 'safeguarding',
    onCase: true,
    beginsCase: false,
    fromOutside: false,
  }).allowed,
  accessLog: policy.mayReadAccessLog(worker, responsible).extent,
});
const denied = {
  person: 'none',
  organisation: 'not answered',
  purpose: false,
  recording: false,
  accessLog: 'none',
};

describe('A sharing policy that cannot decide', () => {
  it.each<[string, PolicyTexts]>([
    ['a text that is not Cedar', adding('permit everything;')],
    ['a policy without an id', adding('permit (principal, action, resource);')],
    [
      'two policies of one id',
      adding('@id("covert-events-do-not-exist-for-others") permit (principal, action, resource);'),
    ],
    [
      'a reason that is not declared',
      adding('@id("new") @reason("covert") permit (principal, action, resource);'),
    ],
    [
      'a role that is not declared',
      adding(
        '@id("new") permit (principal, action == Action::"use-purpose", resource) when { context.role == Role::"minister" };',
      ),
    ],
    [
      'a fact that is not declared',
      adding('@id("new") forbid (principal, action, resource) when { context.sealed };'),
    ],
    [
      'a policy that can never apply',
      adding('@id("new") permit (principal == Row::"no-row", action == Action::"record", resource);'),
    ],
    ['a schema that does not parse', { ...shipped, schema: 'entity Function' }],
    ['no schema', { ...shipped, schema: '' }],
  ])('denies everything and raises an alarm: %s', (_what, texts) => {
    const { policy, alarms } = load(texts);
    expect(alarms).toHaveLength(1);
    expect(askEverything(policy)).toEqual(denied);
    expect(alarms.length).toBeGreaterThan(5);
  });

  it('denies what a policy errs on, though Cedar would have allowed it', () => {
    // Overflow is the error that no schema excludes; an erring forbid is skipped, and the permits stand.
    const erring = adding(`
      @id("errs")
      forbid (principal == Row::"responsible-worker", action == Action::"see-told", resource == Category::"health")
      when { 9223372036854775807 + (if context.own then 2 else 1) > 0 };`);
    const { policy, alarms } = load(erring);
    expect(policy.entryForPerson(worker, responsible, openEvent, account)).toEqual({
      level: 'none',
      handed: 0,
      withheld: [],
      decidedBy: [],
    });
    expect(alarms).toEqual(['sharing policy 2026-11: policies failed on a question about see-told: errs']);
    // Again at the next question: a failure is never remembered as an answer.
    policy.entryForPerson(worker, responsible, openEvent, account);
    expect(alarms).toHaveLength(2);
    // Whoever it does not concern is served.
    expect(policy.entryForPerson(investigator, onCase, openEvent, account).level).toBe('partial');
  });

  it('gives no answer about what a view is to hold when the engine fails, and the right one when it works again', () => {
    let broken = true;
    const alarms: string[] = [];
    const policy = sharingPolicy(shipped, { onAlarm: (reason) => alarms.push(reason) }, (texts) => {
      const prepared = preparePolicies(texts);
      const ask: typeof prepared.ask = (question) => {
        if (broken) throw new RangeError('unreachable, at {"context":{"own":true}}');
        return prepared.ask(question);
      };
      return { ...prepared, ask };
    });
    const ask = () => policy.entryForOrganisation('police', onCase, openEvent, account);
    expect(ask).toThrow(new CannotDecide('the engine failed'));
    expect(policy.entryForPerson(investigator, onCase, openEvent, account).level).toBe('none');
    expect(alarms).toEqual(Array(2).fill('sharing policy 2026-11: the engine failed'));
    broken = false;
    expect(ask().level).toBe('partial');
    expect(policy.entryForPerson(investigator, onCase, openEvent, account).level).toBe('partial');
  });

  it.each<[string, Reader, EventFacts, PartSet]>([
    ['a missing flag', worker, { ...openEvent, covert: undefined as unknown as boolean }, account],
    ['a flag that is not a boolean', worker, { ...openEvent, covert: 0 as unknown as boolean }, account],
    [
      'a set that is not one',
      worker,
      { ...openEvent, originatorHolds: undefined as unknown as number },
      account,
    ],
    ['parts that do not exist', worker, openEvent, 2 ** 20],
    [
      'a role that does not exist',
      reader('children-services', 'minister' as Role, { allocated: true }),
      openEvent,
      account,
    ],
    ['a function that does not exist', { ...worker, function: 'army' as AgencyFunction }, openEvent, account],
  ])('denies facts that are not well formed, and raises an alarm: %s', (_what, who, event, present) => {
    const { policy, alarms } = load(shipped);
    // The well-formed neighbour first: its answer must not serve for this.
    expect(policy.entryForPerson(worker, responsible, openEvent, account).level).toBe('full');
    expect(policy.entryForPerson(who, responsible, event, present).level).toBe('none');
    expect(alarms).toEqual([
      'sharing policy 2026-11: a question was asked with facts that are not well formed',
    ]);
  });

  it('denies a purpose, a record and a log to what is not declared, and raises an alarm', () => {
    const { policy, alarms } = load(shipped);
    expect(policy.mayUsePurpose('police', 'minister' as Role, 'safeguarding').allowed).toBe(false);
    expect(policy.mayReadAccessLog({ ...worker, function: 'army' as AgencyFunction }, onCase).extent).toBe(
      'none',
    );
    expect(
      policy.mayRecord({
        function: 'police',
        role: 'officer',
        purpose: 'safeguarding',
        onCase: true,
        beginsCase: false,
        fromOutside: undefined as unknown as boolean,
      }).allowed,
    ).toBe(false);
    expect(alarms).toHaveLength(3);
  });
});

describe('An answer of the sharing policy', () => {
  const { policy } = load(shipped);

  it('says which policies gave a part, and why the reader was there to be given it', () => {
    const entry = policy.entryForPerson(
      investigator,
      { ...onCase, childMissing: true },
      openEvent,
      partSet(['location.told']),
    );
    expect(hasPart(entry.handed, 'location.told')).toBe(true);
    expect(entry.decidedBy).toEqual([
      'casework-reads-cases',
      'police-on-the-investigation-know-it-happened',
      'police-on-the-investigation-stand',
      'police-purposes',
      'police-see-location-only-while-missing',
      'those-with-a-relationship-are-related',
    ]);
  });

  it('says which policy withheld, for the record', () => {
    const covert = policy.entryForPerson(worker, responsible, { ...openEvent, covert: true }, account);
    expect(covert).toMatchObject({ level: 'none', handed: 0, withheld: [] });
    expect(covert.decidedBy).toContain('covert-events-do-not-exist-for-others');
  });

  it('names what the agreement withholds, with a reason of the agreement', () => {
    const parts = partSet([
      'core.coded',
      'health.coded',
      'health.told',
      'immigration.told',
      'location.coded',
    ]);
    const entry = policy.entryForPerson(investigator, onCase, openEvent, parts);
    expect(entry.withheld).toEqual([
      { part: 'health.told', reason: 'outcomes-only' },
      { part: 'immigration.told', reason: 'not-shared' },
      { part: 'location.coded', reason: 'only-while-missing' },
    ]);
  });

  it('shows an event with a part held back as one that never had it', () => {
    const held = policy.entryForPerson(
      investigator,
      onCase,
      { ...openEvent, originatorHolds: account },
      account,
    );
    const without = policy.entryForPerson(investigator, onCase, openEvent, partSet(['health.told']));
    const shown = ({ level, handed, withheld }: typeof held) => ({ level, handed, withheld });
    expect(shown(held)).toEqual(shown(without));
  });

  it('cannot be changed by whoever receives it', () => {
    const entry = policy.entryForPerson(investigator, onCase, openEvent, account);
    expect(() => ((entry as { handed: PartSet }).handed = -1)).toThrow(TypeError);
    expect(() => (entry.decidedBy as string[]).push('mine')).toThrow(TypeError);
    expect(() => (policy.mayUsePurpose('police', 'officer', 'court').decidedBy as string[]).pop()).toThrow(
      TypeError,
    );
  });
});

describe('The statistics of a sharing policy', () => {
  it('tell which decisions had been made before', () => {
    const { policy } = load(shipped);
    const ask = () => policy.entryForPerson(worker, responsible, openEvent, account).level;
    expect([ask(), ask(), ask()]).toEqual(['full', 'full', 'full']);
    expect(policy.statistics()).toEqual({ hits: 2, misses: 1, kept: 1 });
    policy.entryForOrganisation('police', onCase, openEvent, account);
    expect(policy.statistics()).toEqual({ hits: 2, misses: 2, kept: 2 });
  });
});
