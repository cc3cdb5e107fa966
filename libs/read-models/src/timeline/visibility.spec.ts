import { beforeAll, describe, expect, it } from '@jest/globals';
import { noParts, partSet } from '#casework';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
import { joins, story } from './story.fixture.js';
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
