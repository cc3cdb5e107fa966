import { describe, expect, it } from '@jest/globals';
import { noParts, partSet } from '#casework';
import { CannotDecide, type EntryDecision } from '#sharing-policy';
import { twoPolicies } from './policies.fixture.js';
import { caseFlags, noFacts, whatAnOrganisationMayHave } from './what-an-organisation-may-have.js';

const present = partSet(['core.coded']);
const denial: EntryDecision = { level: 'none', handed: noParts, withheld: [], decidedBy: [] };

const asking = (answer: () => EntryDecision) => {
  let questions = 0;
  const mayHave = whatAnOrganisationMayHave({
    ...twoPolicies().current,
    entryForOrganisation: () => {
      questions += 1;
      return answer();
    },
  });
  return { ask: () => mayHave('police', caseFlags.onCase, noFacts, present), questions: () => questions };
};

describe('what an organisation may have', () => {
  it('is asked of the policy once, a denial too', () => {
    const { ask, questions } = asking(() => denial);
    expect([ask(), ask()]).toEqual([null, null]);
    expect(questions()).toBe(1);
  });

  it('stays open when the policy cannot decide, and is asked again: a failure must not become a view with too little', () => {
    let broken = true;
    const { ask, questions } = asking(() => {
      if (broken) throw new CannotDecide('the engine failed');
      return { ...denial, level: 'full', handed: present };
    });
    expect(ask).toThrow(CannotDecide);
    broken = false;
    expect(ask()).toMatchObject({ level: 'full', handed: present });
    expect(questions()).toBe(2);
  });
});
