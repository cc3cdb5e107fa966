import { beforeAll, describe, expect, it } from '@jest/globals';
import { hasPart, partSet } from '#casework';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
import { joins, related, story, type Happened, type Story } from './story.fixture.js';
import { tablesOf, wholeView } from './whole-view.fixture.js';

let policies: SharingPolicies;
beforeAll(() => {
  policies = loadSharingPolicies({ onAlarm: (reason) => expect(reason).toBe('no alarm') });
});

const told = (tale: Story) => {
  const whole = wholeView(policies);
  for (const happened of tale.events) whole.take(happened);
  return {
    now: (organisation: string, event: Happened) => whole.now(organisation, event),
    past: (organisation: string, event: Happened) =>
      whole.rows.filter(
        (row) => row.organisation === organisation && row.event === event.header.id && row.until !== null,
      ),
    entries: whole.allGroups().flatMap(({ entries }) => entries.map(({ type }) => type)),
    people: tablesOf(whole).people,
    cases: tablesOf(whole).cases,
  };
};

const everyPart = partSet([
  'core.coded',
  'core.told',
  'voice.coded',
  'voice.told',
  'location.told',
  'police.told',
]);

const onOneCase = (version = policies.current.version) => {
  const tale = story();
  tale.begin(version);
  const a = tale.onCase('a');
  const parts = [
    'core.coded',
    'core.told',
    'voice.coded',
    'voice.told',
    'location.told',
    'police.told',
  ] as const;
  const contact = a('ContactReceived', { by: 'riverside', occurred: '2009-05-04', parts });
  const grant = tale.onGrant('g', 'a');
  const concerns = { caseOpened: 'a', organisation: 'clinic', grantedTo: 'omar' };
  const breaksTheGlass = () =>
    grant('BreakGlassOpened', {
      by: 'clinic',
      parts: ['audit.coded', 'audit.told'],
      concerns: { ...concerns, until: '2010-01-01T04:00:00.000Z' },
    });
  const ends = () => grant('BreakGlassEnded', { by: 'clinic', parts: ['audit.coded'], concerns });
  return { tale, a, contact, breaksTheGlass, ends };
};

describe('an organisation whose person has broken the glass', () => {
  it('has from then on what the agreement gives in an emergency, though it is not on the case, and no part more', () => {
    const { tale, contact, breaksTheGlass } = onOneCase();
    const opened = breaksTheGlass();
    const row = told(tale).now('clinic', contact);
    expect(row).toMatchObject({ level: 'partial', from: opened.header.recordedAt, cause: opened.header.id });
    expect(row!.handed & everyPart).toBe(
      partSet(['core.coded', 'core.told', 'voice.coded', 'location.told']),
    );
    expect(row!.given).toContain('police.told=not-shared');
  });

  it('has it no longer when the access has ended, and what it had is kept', () => {
    const { tale, contact, breaksTheGlass, ends } = onOneCase();
    breaksTheGlass();
    const ended = ends();
    const { now, past, cases, people } = told(tale);
    expect(now('clinic', contact)).toBeUndefined();
    expect(past('clinic', contact)).toMatchObject([
      { until: ended.header.recordedAt, endingCause: ended.header.id },
    ]);
    expect(cases.filter((text) => text.startsWith('clinic'))).toEqual([]);
    expect(people).toEqual([]);
  });

  it('keeps it while another access is open', () => {
    const { tale, contact, breaksTheGlass, ends } = onOneCase();
    breaksTheGlass();
    tale.onGrant('h', 'a')('BreakGlassOpened', {
      by: 'clinic',
      concerns: { organisation: 'clinic', grantedTo: 'olga', until: '2010-01-01T05:00:00.000Z' },
    });
    ends();
    expect(told(tale).now('clinic', contact)).toBeDefined();
    expect(told(tale).people).toEqual(['clinic a olga elevated grant-h 2010-01-01T05:00:00.000Z']);
  });

  it('has as much of the cases that are joined with it, for they are of one child', () => {
    const { tale, breaksTheGlass } = onOneCase();
    const elsewhere = tale.onCase('b')('ContactReceived', { by: 'easthaven' });
    breaksTheGlass();
    expect(told(tale).now('clinic', elsewhere)).toBeUndefined();
    const link = tale.onLink('l', ['a', 'b']);
    link('RecordLinkProposed', { by: 'easthaven' });
    link('RecordLinked', { by: 'easthaven', concerns: { agreedAsLead: ['a', 'b'] } });
    expect(told(tale).now('clinic', elsewhere)?.handed).toBe(partSet(['core.coded', 'core.told']));
  });

  it('has nothing of what is covert or must never reach it, and nothing of a case that is not joined', () => {
    const { tale, a, breaksTheGlass } = onOneCase();
    const covert = a('DecisionRecorded', { handling: { caveats: [{ caveat: 'covert' }] } });
    const never = a('DecisionRecorded', { handling: { neverTo: ['clinic'] } });
    const releasable = a('DecisionRecorded', { handling: { releasableTo: ['riverside'] } });
    const other = tale.onCase('b')('ContactReceived', { by: 'easthaven' });
    breaksTheGlass();
    const { now } = told(tale);
    expect([covert, never, other].map((event) => now('clinic', event))).toEqual(Array(3).fill(undefined));
    expect(now('clinic', releasable)).toMatchObject({ level: 'stub', handed: 0 });
  });

  it('stands in no timeline with it, not in its own either', () => {
    const { tale, breaksTheGlass, ends } = onOneCase();
    breaksTheGlass();
    ends();
    expect(told(tale).entries).toEqual(['ContactReceived']);
  });

  it('has nothing by it under an agreement that knows of no emergency, until a newer one is adopted', () => {
    const { tale, contact, breaksTheGlass, a } = onOneCase('2026-11');
    breaksTheGlass();
    expect(told(tale).now('clinic', contact)).toBeUndefined();
    a('AgencyJoinedCase', joins('easthaven', 'riverside'));
    const adopted = tale.adopted('2026-12');
    const { now } = told(tale);
    // Each row says under which agreement it was given; what another decides alike stays as it was given.
    expect(now('clinic', contact)).toMatchObject({ policyVersion: '2026-12', cause: adopted.header.id });
    expect(now('easthaven', contact)).toMatchObject({ policyVersion: '2026-11' });
    expect(now('riverside', contact)).toMatchObject({ policyVersion: '2026-11' });
  });

  it.each([
    ['does not say until when', { organisation: 'clinic', grantedTo: 'omar' }],
    ['names no organisation', { grantedTo: 'omar', until: '2010-01-01T04:00:00.000Z' }],
    ['ends at no time', { organisation: 'clinic', grantedTo: 'omar', until: 'soon' }],
  ])('has nothing by an access that %s', (_what, concerns) => {
    const { tale, contact } = onOneCase();
    tale.onGrant('g', 'a')('BreakGlassOpened', { by: 'clinic', concerns });
    expect(told(tale).now('clinic', contact)).toBeUndefined();
  });
});

describe('a review', () => {
  const opens = (tale: Story, review: string, reviewer: string, from: string, until: string) =>
    tale.onReview(review, ['a'])('ReviewOpened', {
      by: 'board',
      parts: ['review.coded'],
      concerns: { board: 'board', reviewers: [reviewer], from, until },
    });

  it('shows its board what may have happened in the time in scope, and what it records itself', () => {
    const { tale, a, contact } = onOneCase();
    const when = (occurred: string) => a('DecisionRecorded', { occurred });
    const [before, touching, within, open, after] = [
      when('2008-12-31'),
      when('2008-12-31/2009-01-01'),
      when('2009-06'),
      when('2009-08/..'),
      when('2009-07-01'),
    ];
    const opened = opens(tale, 'r', 'rita', '2009-01-01', '2009-06-30');
    const found = tale.withinReview('r')('ReviewFindingRecorded', {
      by: 'board',
      parts: ['review.coded', 'review.told'],
      relations: related('about', contact),
    });
    const { now } = told(tale);
    const shown = [contact, before, touching, within, open, after, opened, found].map(
      (event) => now('board', event) !== undefined,
    );
    expect(shown).toEqual([true, false, true, true, false, false, true, true]);
    expect(hasPart(now('board', found)!.handed, 'review.told')).toBe(true);
    expect(now('riverside', found)).toBeUndefined();
  });

  it('is one of several of the same board, each with a time of its own: what one gave goes when that one is closed', () => {
    const { tale, a, contact } = onOneCase();
    const later = a('DecisionRecorded', { occurred: '2009-09-01' });
    opens(tale, 'r', 'rita', '2009-01-01', '2009-06-30');
    expect(told(tale).now('board', later)).toBeUndefined();
    opens(tale, 's', 'sean', '2009-07-01', '2009-12-31');
    expect(told(tale).now('board', later)).toBeDefined();
    tale.onReview('r', ['a'])('ReviewClosed', { by: 'board', parts: ['review.coded'] });
    const { now, people } = told(tale);
    expect(now('board', contact)).toBeUndefined();
    expect(now('board', later)).toBeDefined();
    expect(people).toEqual(['board a sean reviewing review-s null']);
  });

  it('shows nothing where it names no time that can be read', () => {
    const { tale, contact } = onOneCase();
    opens(tale, 'r', 'rita', 'long ago', '2010');
    expect(told(tale).now('board', contact)).toBeUndefined();
  });
});
