import { describe, expect, it } from '@jest/globals';
import { partNames, partSet } from '#casework';
import { openEvent, type PersonFacts } from '../facts.js';
import { loadSharingPolicies } from '../load.js';
import { departuresFromCaveats } from './caveats.fixture.js';
import { departuresFromEmergencies, departuresFromReviews } from './oversight.fixture.js';
import { departuresFromMatrix, lines, linesOfEmergencies } from './matrix.fixture.js';
import { departuresFromPurposes, departuresFromRecording } from './purposes.fixture.js';
import { reader, standingsInWords, type StandingInWords } from './reader.fixture.js';

const alarms: string[] = [];
const policies = loadSharingPolicies({ onAlarm: (reason) => alarms.push(reason) });

describe('The tables of the sharing agreement', () => {
  it('have a line of eleven cells for every reader', () => {
    expect([...lines, ...linesOfEmergencies].filter((line) => line.cells.length !== 11)).toEqual([]);
  });
});

describe.each(['2026-11', '2026-12'])('The sharing agreement, version %s', (version) => {
  const policy = policies.byVersion(version)!;

  it('gives each reader of each category what the table says, and names what it says', () => {
    expect([...departuresFromMatrix(policy)]).toEqual([]);
  });

  it('lets caveats, disclosures and own records prevail in their order', () => {
    expect([...departuresFromCaveats(policy)]).toEqual([]);
  });

  it('lets each role use the purposes of its function and no other', () => {
    expect([...departuresFromPurposes(policy)]).toEqual([]);
  });

  it('lets those record who do casework, and nobody else', () => {
    expect([...departuresFromRecording(policy)]).toEqual([]);
  });

  it('raises no alarm over questions that are well formed', () => {
    expect(alarms).toEqual([]);
  });
});

describe('The sharing agreement, from version 2026-12 on', () => {
  const policy = policies.byVersion('2026-12')!;

  it('gives whoever has broken the glass what the table says, beside what they have', () => {
    expect([...departuresFromMatrix(policy, linesOfEmergencies)]).toEqual([]);
  });

  it('lets the front line break the glass, and has others told, and judge it', () => {
    expect([...departuresFromEmergencies(policy)]).toEqual([]);
  });

  it('lets a board review, and nobody else learn who had what', () => {
    expect([...departuresFromReviews(policy)]).toEqual([]);
  });
});

describe('The sharing agreement, version 2026-11', () => {
  const policy = policies.byVersion('2026-11')!;

  it('gives nobody anything in an emergency, of which it does not know', () => {
    const told = linesOfEmergencies.flatMap(({ agency, role, by, standing }) => {
      const calm = standing.replace('!', '') as StandingInWords;
      const seenBy = (facts: Partial<PersonFacts>, at: StandingInWords) => {
        const who = reader(agency, role, facts);
        return policy.entryForPerson(who, standingsInWords[at], openEvent, partSet(partNames));
      };
      const before = seenBy({}, calm);
      const after = seenBy(by === '-' ? {} : { [by]: true }, standing);
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [`${agency} ${role} ${standing}`];
    });
    expect(told).toEqual([]);
  });

  it('denies what it has no word for, and nobody is alarmed', () => {
    const officer = { function: 'police', role: 'officer', purpose: 'safeguarding' } as const;
    const access = { holder: true, sameOrganisation: true, sameTeam: true, supervisesHolder: false } as const;
    const denied = { allowed: false, decidedBy: [] };
    expect(
      policy.mayHandleEmergencyAccess('open', { ...officer, ...access, responsibleAuthority: false }),
    ).toEqual(denied);
    const rita = { function: 'safeguarding-board', role: 'reviewer', purpose: 'review' } as const;
    expect(policy.mayHandleReview('read', { ...rita, ownBoard: true, reviewing: true })).toEqual(denied);
    const reviewer = reader('safeguarding-board', 'reviewer', { reviewing: true });
    expect(policy.mayReadKnowledge(reviewer, standingsInWords.review)).toEqual(denied);
    expect(alarms).toEqual([]);
  });
});
