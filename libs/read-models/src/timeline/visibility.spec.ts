import { beforeAll, describe, expect, it } from '@jest/globals';
import { noParts, partSet, type Concerns } from '#casework';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
import { about, joins, story } from './story.fixture.js';
import { wholeView } from './whole-view.fixture.js';

let policies: SharingPolicies;
beforeAll(() => {
  policies = loadSharingPolicies({ onAlarm: (reason) => expect(reason).toBe('no alarm') });
});

describe('what an organisation has', () => {
  it('is the past too, visible from its joining on', () => {
    const tale = story();
    tale.begin(policies.current.version);
    const a = tale.onCase('a');
    const contact = a('ContactReceived', { parts: ['core.coded', 'core.told', 'care.told'] });
    const joined = a('AgencyJoinedCase', joins('riverside'));
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    const row = whole.now('riverside', contact);
    expect(row).toMatchObject({ cause: joined.header.id, from: joined.header.recordedAt });
    expect(row?.handed).not.toBe(noParts);
    expect(whole.now('northbridge', contact)?.handed).toBe(partSet(['core.coded', 'core.told', 'care.told']));
    expect(whole.now('lantern', contact)).toBeUndefined();
  });
});

describe('a record link in dispute', () => {
  const disputedStory = (agreedBefore: boolean) => {
    const tale = story();
    tale.begin(policies.current.version);
    const ours = tale.onCase('a')('ContactReceived', { by: 'lantern' });
    tale.onCase('b')('ContactReceived', { by: 'northbridge' });
    const theirs = tale.onCase('c')('ContactReceived', { by: 'easthaven' });
    const link = tale.onLink('l', ['a', 'b', 'c']);
    const proposed = link('RecordLinkProposed', { by: 'lantern' });
    if (agreedBefore) link('RecordLinked', { by: 'easthaven', concerns: { agreedAsLead: ['c'] } });
    link('LinkDisputed', { by: 'easthaven', concerns: { disputedFor: ['c'] } });
    link('RecordLinked', { by: 'lantern', concerns: { agreedAsLead: ['a'] } });
    const agreed = link('RecordLinked', { by: 'northbridge', concerns: { agreedAsLead: ['b'] } });
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    return { whole, ours, theirs, proposed, agreed };
  };

  it('shows the case of who never agreed as stubs to those who did, from their agreement on', () => {
    const { whole, theirs, agreed } = disputedStory(false);
    for (const organisation of ['lantern', 'northbridge']) {
      expect(whole.now(organisation, theirs)).toMatchObject({
        level: 'stub',
        handed: noParts,
        from: agreed.header.recordedAt,
      });
    }
  });

  it('shows nothing of theirs to who never agreed, and names no case of theirs in its list', () => {
    const { whole, ours, proposed } = disputedStory(false);
    expect(whole.now('easthaven', ours)).toBeUndefined();
    expect(whole.now('easthaven', proposed)).toMatchObject({ level: 'full' });
    const listed = whole
      .allGroups()
      .flatMap(({ agencyCases }) => [...agencyCases])
      .filter(([, agencies]) => agencies.has('easthaven'))
      .map(([id, agencies]) => ({ id, timeline: agencies.get('easthaven')?.timeline }));
    expect(listed).toEqual([{ id: 'c', timeline: 'c' }]);
  });

  it('shows stubs on both sides where the one who disputes had agreed before', () => {
    const { whole, ours, theirs } = disputedStory(true);
    expect(whole.now('easthaven', ours)).toMatchObject({ level: 'stub' });
    expect(whole.now('lantern', theirs)).toMatchObject({ level: 'stub' });
  });
});

describe('a decision not to share', () => {
  const partsGivenAfter = (concerns: Concerns) => {
    const tale = story();
    tale.begin(policies.current.version);
    const a = tale.onCase('a');
    const contact = a('ContactReceived', { by: 'lantern', parts: ['core.coded', 'care.told', 'voice.told'] });
    a('AgencyJoinedCase', joins('northbridge', 'lantern'));
    a('ResponsibilityAccepted', { by: 'northbridge' });
    a('DisclosureWithheld', {
      by: 'lantern',
      relations: about(contact),
      concerns: { withheldFrom: ['northbridge'], ...concerns },
    });
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    return whole.now('northbridge', contact)?.handed;
  };

  it('takes away the parts that it names and leaves the others', () => {
    expect(partsGivenAfter({ partsWithheld: ['voice.told'] })).toBe(partSet(['core.coded', 'care.told']));
  });

  it('takes away everything of the event where it names no parts', () => {
    expect(partsGivenAfter({})).toBe(noParts);
  });
});

describe('an organisation that left', () => {
  it('has neither the past nor the referral by which it had come, until it is referred to again', () => {
    const tale = story();
    tale.begin(policies.current.version);
    const a = tale.onCase('a');
    const contact = a('ContactReceived', { by: 'lantern' });
    const referral = a('ReferralMade', { by: 'lantern', concerns: { to: 'northbridge' } });
    a('AgencyJoinedCase', joins('northbridge'));
    a('AgencyLeftCase', { by: 'northbridge' });
    const again = a('ReferralMade', { by: 'lantern', concerns: { to: 'northbridge' } });
    const whole = wholeView(policies);
    for (const happened of tale.events) whole.take(happened);
    expect(whole.now('northbridge', contact)).toBeUndefined();
    expect(whole.now('northbridge', referral)).toBeUndefined();
    expect(whole.now('northbridge', again)).toBeDefined();
  });
});
