import { beforeAll, describe, expect, it } from '@jest/globals';
import { noParts, partSet } from '#casework';
import type { SharingPolicies } from '#sharing-policy';
import { twoPolicies } from './policies.fixture.js';
import {
  about,
  joins,
  openHandlingSaid,
  related,
  story,
  type Happened,
  type Story,
} from './story.fixture.js';
import { wholeView, type PlainRow } from './whole-view.fixture.js';

let policies: SharingPolicies;
beforeAll(() => {
  policies = twoPolicies();
});

/** A case of the children's services, with police, border and health on it. */
const onOneCase = () => {
  const tale = story();
  tale.begin('shipped');
  const a = tale.onCase('a');
  const contact = a('ContactReceived', {
    parts: ['core.coded', 'core.told', 'identity.told', 'voice.told', 'location.told'],
  });
  for (const organisation of ['riverside', 'gateway', 'clinic'] as const)
    a('AgencyJoinedCase', joins(organisation));
  return { tale, a, contact };
};

const told = (tale: Story) => {
  const whole = wholeView(policies);
  for (const happened of tale.events) whole.take(happened);
  const now = (organisation: string, event: Happened) => whole.now(organisation, event);
  const past = (organisation: string, event: Happened): readonly PlainRow[] =>
    whole.rows.filter(
      (row) => row.organisation === organisation && row.event === event.header.id && row.until !== null,
    );
  const cases = (organisation: string) =>
    whole
      .allGroups()
      .flatMap((group) => [...group.agencyCases])
      .filter(([, organisations]) => organisations.has(organisation))
      .map(([caseId]) => caseId)
      .sort();
  return { whole, now, past, cases };
};

describe('an agency that leaves', () => {
  it('has nothing more of what others recorded, and what it had stays known until when', () => {
    const { tale, a, contact } = onOneCase();
    const left = a('AgencyLeftCase', { by: 'riverside' });
    const { now, past } = told(tale);
    expect(now('riverside', contact)).toBeUndefined();
    expect(past('riverside', contact)).toMatchObject([
      { until: left.header.recordedAt, endingCause: left.header.id },
    ]);
    expect(now('clinic', contact)).toBeDefined();
  });

  it('has the past again when it comes back, as a row of its own', () => {
    const { tale, a, contact } = onOneCase();
    a('AgencyLeftCase', { by: 'riverside' });
    const back = a('AgencyJoinedCase', joins('riverside'));
    const { now, past } = told(tale);
    expect(now('riverside', contact)).toMatchObject({ from: back.header.recordedAt, cause: back.header.id });
    expect(past('riverside', contact)).toHaveLength(1);
  });
});

describe('a missing child', () => {
  it('is looked for by the police with every place that is known, until it is found', () => {
    const { tale, a, contact } = onOneCase();
    const places = () => (told(tale).now('riverside', contact)?.handed ?? 0) & partSet(['location.told']);
    expect(places()).toBe(noParts);
    const missing = a('ChildReportedMissing');
    expect(places()).toBe(partSet(['location.told']));
    expect(told(tale).now('riverside', contact)?.from).toBe(missing.header.recordedAt);
    a('ChildLocated', { relations: about(missing) });
    expect(places()).toBe(noParts);
  });

  it('is missing on every case that is joined with the one where it was reported', () => {
    const { tale, contact } = onOneCase();
    tale.onCase('b')('ChildReportedMissing', { by: 'easthaven' });
    const link = tale.onLink('l', ['a', 'b']);
    link('RecordLinkProposed');
    link('RecordLinked', { concerns: { agreedAsLead: ['a'] } });
    expect((told(tale).now('riverside', contact)?.handed ?? 0) & partSet(['location.told'])).toBe(noParts);
    link('RecordLinked', { by: 'easthaven', concerns: { agreedAsLead: ['b'] } });
    expect((told(tale).now('riverside', contact)?.handed ?? 0) & partSet(['location.told'])).not.toBe(
      noParts,
    );
  });
});

describe('responsibility for the child', () => {
  it('gives an authority what it did not record itself, and passes on', () => {
    const { tale, a } = onOneCase();
    a('AgencyJoinedCase', joins('easthaven'));
    const view = a('ChildViewRecorded', { by: 'riverside', parts: ['core.coded', 'voice.told'] });
    const voice = (organisation: string) =>
      ((told(tale).now(organisation, view)?.handed ?? 0) & partSet(['voice.told'])) !== 0;
    expect([voice('northbridge'), voice('easthaven')]).toEqual([false, false]);
    a('ResponsibilityAccepted');
    expect([voice('northbridge'), voice('easthaven')]).toEqual([true, false]);
    a('ResponsibilityAccepted', { by: 'easthaven' });
    expect([voice('northbridge'), voice('easthaven')]).toEqual([false, true]);
  });
});

describe('what a recorder says of an event later', () => {
  const changed = (said: object, by: 'northbridge' | 'riverside' = 'northbridge') => {
    const { tale, a, contact } = onOneCase();
    a('HandlingChanged', {
      by,
      parts: ['audit.coded'],
      relations: about(contact),
      concerns: { ...openHandlingSaid, ...said },
    });
    return { ...told(tale), contact };
  };

  it('hides even that it exists, when it becomes covert, from all but the recorder', () => {
    const { now, past, contact } = changed({ covert: true });
    expect(now('riverside', contact)).toBeUndefined();
    expect(past('riverside', contact)).toHaveLength(1);
    expect(now('northbridge', contact)).toBeDefined();
  });

  it('takes it from an organisation that must never have it, and from no other', () => {
    const { now, contact } = changed({ neverToOrganisations: ['riverside'] });
    expect(now('riverside', contact)).toBeUndefined();
    expect(now('clinic', contact)).toBeDefined();
  });

  it('leaves a stub to those outside the organisations that it may be released to', () => {
    const { now, contact } = changed({ releaseLimited: true, releasableTo: ['clinic'] });
    expect(now('riverside', contact)).toMatchObject({ level: 'stub', handed: noParts });
    expect(now('clinic', contact)?.level).not.toBe('stub');
  });

  it('changes nothing where another than the recorder says it', () => {
    const { now, contact } = changed({ covert: true }, 'riverside');
    expect(now('clinic', contact)).toBeDefined();
  });

  it('may be released for immigration by the child’s guardian, who can change nothing else', () => {
    const tale = story();
    tale.begin('shipped');
    const a = tale.onCase('a');
    const account = a('ContactReceived', {
      parts: ['core.coded', 'identity.told'],
      handling: { caveats: [{ caveat: 'not-for-immigration', parts: ['core.coded', 'identity.told'] }] },
    });
    a('AgencyJoinedCase', joins('gateway'));
    a('AgencyJoinedCase', joins('beacon'));
    a('GuardianAppointed', { by: 'beacon', concerns: { guardian: 'grace' } });
    const handed = () => told(tale).now('gateway', account)?.handed ?? noParts;
    expect(handed()).toBe(noParts);
    const said = { ...openHandlingSaid, neverToOrganisations: ['northbridge'] };
    a('HandlingChanged', { by: 'beacon', person: 'grace', relations: about(account), concerns: said });
    expect(handed()).not.toBe(noParts);
    expect(told(tale).now('northbridge', account)).toBeDefined();
  });

  it('leaves an event of the wrong child to its recorder alone, and one recorded in error to everybody', () => {
    const { tale, a, contact } = onOneCase();
    const error = a('DecisionRecorded');
    const reasons = [
      [contact, 'wrong-child'],
      [error, 'recorded-in-error'],
    ] as const;
    for (const [event, reason] of reasons)
      a('EventRetracted', { relations: related('withdraws', event), concerns: { reason } });
    const { now } = told(tale);
    expect(now('riverside', contact)).toBeUndefined();
    expect(now('northbridge', contact)).toBeDefined();
    expect(now('riverside', error)).toBeDefined();
  });
});

describe('a disclosure', () => {
  it('gives an organisation the parts of an event, also where it is not on the case, and is addressed to it', () => {
    const { tale, a, contact } = onOneCase();
    const made = a('DisclosureMade', {
      relations: related('discloses', contact),
      concerns: { disclosedTo: 'lantern', partsDisclosed: ['core.coded', 'voice.told'] },
    });
    const { now, cases } = told(tale);
    expect(now('lantern', contact)?.handed).toBe(partSet(['core.coded', 'voice.told']));
    expect(now('lantern', made)).toBeDefined();
    expect(cases('lantern')).toEqual(['a']);
  });

  it('gives nothing where another than the recorder makes it', () => {
    const { tale, a, contact } = onOneCase();
    a('DisclosureMade', {
      by: 'riverside',
      relations: related('discloses', contact),
      concerns: { disclosedTo: 'lantern', partsDisclosed: ['core.coded', 'voice.told'] },
    });
    expect(told(tale).now('lantern', contact)).toBeUndefined();
  });

  it('reaches no event of a case that was not yet named together with its own, also when that is read back later', () => {
    const { tale, a } = onOneCase();
    const elsewhere = tale.onCase('b')('ContactReceived');
    a('DisclosureMade', {
      relations: related('discloses', elsewhere),
      concerns: { disclosedTo: 'lantern', partsDisclosed: ['core.coded'] },
    });
    tale.onLink('l', ['a', 'b'])('RecordLinkProposed');
    tale.onCase('b')('DecisionRecorded');
    expect(told(tale).now('lantern', elsewhere)).toBeUndefined();
  });
});

describe('an event that is addressed', () => {
  it('is all that the organisation to which a child is referred sees, before it accepts', () => {
    const { tale, a, contact } = onOneCase();
    const referral = a('ReferralMade', { concerns: { to: 'lantern' } });
    const { now } = told(tale);
    expect(now('lantern', referral)).toBeDefined();
    expect(now('lantern', contact)).toBeUndefined();
  });

  it('is a proposal to link, to those who lead the cases; to others on them there is no such thing', () => {
    const { tale } = onOneCase();
    tale.onCase('b')('ContactReceived', { by: 'easthaven' });
    const proposed = tale.onLink('l', ['a', 'b'])('RecordLinkProposed');
    const { now } = told(tale);
    expect(now('northbridge', proposed)).toMatchObject({ caseId: 'a' });
    expect(now('easthaven', proposed)).toMatchObject({ caseId: 'b' });
    expect(now('riverside', proposed)).toBeUndefined();
  });
});

describe('a link', () => {
  it('gives each side the other’s past from the second agreement on, and ends it from the unlinking on', () => {
    const { tale, contact } = onOneCase();
    const other = tale.onCase('b')('ContactReceived', { by: 'easthaven' });
    const link = tale.onLink('l', ['a', 'b']);
    link('RecordLinkProposed');
    link('RecordLinked', { concerns: { agreedAsLead: ['a'] } });
    expect(told(tale).now('riverside', other)).toBeUndefined();
    const second = link('RecordLinked', { by: 'easthaven', concerns: { agreedAsLead: ['b'] } });
    expect(told(tale).now('riverside', other)).toMatchObject({ from: second.header.recordedAt });
    expect(told(tale).now('easthaven', contact)).toMatchObject({ from: second.header.recordedAt });
    expect(told(tale).cases('riverside')).toEqual(['a', 'b']);
    const unlinked = link('RecordUnlinked', { concerns: { takenOut: ['b'] } });
    expect(told(tale).now('riverside', other)).toBeUndefined();
    expect(told(tale).past('riverside', other)).toMatchObject([{ until: unlinked.header.recordedAt }]);
    expect(told(tale).cases('riverside')).toEqual(['a']);
  });
});

describe('a review', () => {
  it('shows its board the cases in scope while it is open, and itself to nobody else', () => {
    const { tale, contact } = onOneCase();
    const review = tale.onReview('r', ['a']);
    const concerns = { board: 'board', reviewers: ['rita'] };
    const opened = review('ReviewOpened', { by: 'board', parts: ['review.coded'], concerns });
    expect(told(tale).now('board', contact)).toBeDefined();
    expect(told(tale).now('board', opened)).toBeDefined();
    expect(told(tale).now('northbridge', opened)).toBeUndefined();
    review('ReviewClosed', { by: 'board', parts: ['review.coded'] });
    expect(told(tale).now('board', contact)).toBeUndefined();
  });
});

describe('a policy that is adopted', () => {
  it('decides everything anew from then, keeps what it does not change, and leaves the past as it was', () => {
    const { tale, contact } = onOneCase();
    const adopted = tale.adopted('narrower');
    const { now, past } = told(tale);
    expect(now('riverside', contact)).toMatchObject({
      level: 'stub',
      policyVersion: 'narrower',
      from: adopted.header.recordedAt,
      cause: adopted.header.id,
    });
    expect(past('riverside', contact)).toMatchObject([{ policyVersion: 'shipped' }]);
    expect(now('clinic', contact)).toMatchObject({ policyVersion: 'shipped' });
    expect(past('clinic', contact)).toEqual([]);
  });

  it('is needed before anybody has anything', () => {
    const tale = story();
    tale.registered('northbridge');
    const contact = tale.onCase('a')('ContactReceived');
    expect(told(tale).now('northbridge', contact)).toBeUndefined();
    tale.adopted('shipped');
    expect(told(tale).now('northbridge', contact)).toBeDefined();
  });
});

describe('an organisation that the directory does not know yet', () => {
  it('has nothing until it is registered, and then what it would have had', () => {
    const tale = story();
    tale.adopted('shipped');
    const contact = tale.onCase('a')('ContactReceived');
    expect(told(tale).now('northbridge', contact)).toBeUndefined();
    const registered = tale.registered('northbridge');
    expect(told(tale).now('northbridge', contact)).toMatchObject({ cause: registered.header.id });
  });
});
