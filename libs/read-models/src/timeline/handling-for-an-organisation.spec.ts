import { beforeAll, describe, expect, it } from '@jest/globals';
import { hasPart } from '#casework';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
import { openHandlingSaid, joins, related, story, type Happened, type Story } from './story.fixture.js';
import { wholeView } from './whole-view.fixture.js';

let policies: SharingPolicies;
beforeAll(() => {
  policies = loadSharingPolicies({ onAlarm: (reason) => expect(reason).toBe('no alarm') });
});

/** A case that northbridge leads, with the police, a charity, a hospital and the border on it. */
const told = () => {
  const tale = story();
  tale.begin(policies.current.version);
  const a = tale.onCase('a');
  a('ContactReceived');
  for (const organisation of ['riverside', 'lantern', 'clinic', 'gateway'] as const)
    a('AgencyJoinedCase', joins(organisation));
  return { tale, a };
};

const viewOf = (tale: Story) => {
  const whole = wholeView(policies);
  for (const happened of tale.events) whole.take(happened);
  return (organisation: string, event: Happened) => whole.now(organisation, event);
};

const covert = { caveats: [{ caveat: 'covert' }] } as const;

describe('an event that speaks of another', () => {
  it.each([
    ['EventCorrected', 'corrects'],
    ['EventRetracted', 'withdraws'],
    ['DisclosureMade', 'discloses'],
    ['InvestigatorAssigned', 'about'],
    ['RelianceRecorded', 'reliesOn'],
  ] as const)('is as covert as that one: %s', (type, kind) => {
    const { tale, a } = told();
    const hidden = a('InvestigationOpened', { by: 'riverside', handling: covert });
    const speaking = a(type, {
      by: 'riverside',
      relations: related(kind, hidden),
      concerns: { reason: 'recorded-in-error', investigator: 'ines' },
    });
    const inTurn = a('EventCorrected', { by: 'riverside', relations: related('corrects', speaking) });
    const has = viewOf(tale);
    expect([has('riverside', hidden), has('riverside', speaking), has('riverside', inTurn)]).not.toContain(
      undefined,
    );
    expect(has('northbridge', hidden)).toBeUndefined();
    expect(has('northbridge', speaking)).toBeUndefined();
    expect(has('northbridge', inTurn)).toBeUndefined();
  });

  it('goes with it when its recorder makes it covert, as does the change of its handling, and comes back with it', () => {
    const { tale, a } = told();
    const act = a('PoliceEncounterRecorded', { by: 'riverside' });
    const raised = a('EscalationRaised', { by: 'northbridge', relations: related('about', act) });
    const whole = wholeView(policies);
    const all = () =>
      ['clinic', 'northbridge'].flatMap((who) => [whole.now(who, act), whole.now(who, raised)]);
    const change = (hidden: boolean) =>
      a('HandlingChanged', {
        by: 'riverside',
        relations: related('about', act),
        concerns: { ...openHandlingSaid, covert: hidden },
      });
    for (const happened of tale.events) whole.take(happened);
    expect(all()).not.toContain(undefined);
    const changed = change(true);
    whole.take(changed);
    expect(whole.now('clinic', changed)).toBeUndefined();
    expect([whole.now('clinic', act), whole.now('clinic', raised)]).toEqual([undefined, undefined]);
    expect(whole.now('northbridge', raised)).toBeDefined();
    whole.take(change(false));
    expect(all()).not.toContain(undefined);
  });

  it('never reaches an organisation or a person whom that one must never reach, whoever recorded it', () => {
    const { tale, a } = told();
    const suspect = a('SuspectIdentified', {
      by: 'riverside',
      handling: { neverTo: ['clinic', 'martin-northbridge'] },
    });
    const raised = a('EscalationRaised', { by: 'lantern', relations: related('about', suspect) });
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    expect(whole.now('clinic', raised)).toBeUndefined();
    expect(whole.now('gateway', raised)).toBeDefined();
    const entry = whole.allGroups()[0]!.byId.get(raised.header.id);
    expect(entry?.rows.get('northbridge')?.facts.neverTo).toContain('martin-northbridge');
  });

  it('is for its recorder and a board alone where that one is a decision to withhold', () => {
    const { tale, a } = told();
    const withheld = a('DisclosureWithheld', { by: 'lantern', concerns: { withheldFrom: ['riverside'] } });
    const back = a('EventRetracted', {
      by: 'lantern',
      relations: related('withdraws', withheld),
      concerns: { reason: 'recorded-in-error' },
    });
    const has = viewOf(tale);
    expect([has('riverside', back), has('northbridge', back)]).toEqual([undefined, undefined]);
    expect(has('lantern', back)).toBeDefined();
  });

  it('is seen where it takes back what was recorded of the wrong child, by whoever relied on that', () => {
    const { tale, a } = told();
    const wrong = a('ChildViewRecorded', { by: 'lantern' });
    const back = a('EventRetracted', {
      by: 'lantern',
      relations: related('withdraws', wrong),
      concerns: { reason: 'wrong-child' },
    });
    const has = viewOf(tale);
    expect(has('northbridge', wrong)).toBeUndefined();
    expect(has('northbridge', back)).toBeDefined();
  });

  it('reaches the one to whom its recorder writes of it: a refusal is an answer', () => {
    const { tale, a } = told();
    const hidden = a('IntelligenceSubmitted', { by: 'riverside', handling: covert });
    const request = a('DisclosureRequested', { by: 'clinic', concerns: { askedOf: 'riverside' } });
    const refusal = a('DisclosureRefused', {
      by: 'riverside',
      relations: related('about', request, hidden),
      concerns: { refusedTo: 'clinic' },
    });
    const has = viewOf(tale);
    expect(has('clinic', hidden)).toBeUndefined();
    expect(has('clinic', refusal)).toBeDefined();
    expect(has('northbridge', refusal)).toBeUndefined();
  });

  it('is not hidden by what it rests on, nor is the result of an age determination by what it is about', () => {
    const { tale, a } = told();
    const claim = a('AgeClaimed', { by: 'lantern', handling: { neverTo: ['gateway'] } });
    const assessed = a('AgeDeterminationAsserted', { relations: related('about', claim) });
    const decision = a('DecisionRecorded', { relations: related('reliesOn', claim) });
    const has = viewOf(tale);
    expect(has('gateway', claim)).toBeUndefined();
    expect([has('gateway', assessed), has('gateway', decision)]).not.toContain(undefined);
  });
});

describe('a correction', () => {
  it('tells nobody more than the event that it corrects', () => {
    const { tale, a } = told();
    const account = a('ChildDisclosureRecorded', {
      by: 'lantern',
      parts: ['core.coded', 'identity.told'],
      handling: {
        caveats: [{ caveat: 'not-for-immigration', parts: ['identity.told'] }],
        releasableTo: ['northbridge', 'gateway'],
      },
    });
    const correction = a('EventCorrected', {
      by: 'lantern',
      parts: ['core.coded', 'identity.told'],
      relations: related('corrects', account),
    });
    const has = viewOf(tale);
    expect(hasPart(has('northbridge', correction)?.handed ?? 0, 'identity.told')).toBe(true);
    expect(hasPart(has('gateway', correction)?.handed ?? 0, 'identity.told')).toBe(false);
    expect(has('clinic', correction)?.given).toMatch(/^stub/);
  });
});

describe('what a clock says of an event', () => {
  const limitedTo = (releasableTo: readonly string[]) => ({
    ...openHandlingSaid,
    releaseLimited: true,
    releasableTo,
  });
  const outsiders = ['riverside', 'clinic'] as const;
  // Whoever it is that records it, here somebody who is not on the case.
  const clock = { by: 'casework', parts: ['core.coded'] } as const;

  it('is given when that event is released, and taken back with it, though its own header does not change', () => {
    const { tale, a } = told();
    const kept = { releasableTo: [] };
    const contact = a('ContactReceived', { by: 'northbridge', handling: kept });
    const set = a('DeadlineSet', {
      ...clock,
      handling: { releasableTo: ['northbridge'] },
      relations: related('about', contact),
    });
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    const levels = () => outsiders.map((one) => whole.now(one, set)?.level);
    expect(levels()).toEqual(['stub', 'stub']);
    const says = (concerns: ReturnType<typeof limitedTo>) =>
      whole.take(a('HandlingChanged', { by: 'northbridge', relations: related('about', contact), concerns }));
    says(limitedTo(['riverside']));
    expect(levels()).toEqual(['full', 'stub']);
    says(limitedTo([]));
    expect(levels()).toEqual(['stub', 'stub']);
    expect(whole.now('northbridge', set)?.level).toBe('full');
  });

  it('is kept back when that event is, which was open as it was said', () => {
    const { tale, a } = told();
    const contact = a('ContactReceived', { by: 'northbridge' });
    const missed = a('DeadlineMissed', { ...clock, relations: related('about', contact) });
    a('HandlingChanged', {
      by: 'northbridge',
      relations: related('about', contact),
      concerns: limitedTo([]),
    });
    const has = viewOf(tale);
    expect(outsiders.map((one) => has(one, missed)?.level)).toEqual(['stub', 'stub']);
    expect(has('northbridge', missed)?.level).toBe('full');
  });
});
