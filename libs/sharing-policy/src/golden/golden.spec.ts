import { describe, expect, it } from '@jest/globals';
import { loadSharingPolicies } from '../load.js';
import { departuresFromCaveats } from './caveats.fixture.js';
import { departuresFromMatrix, lines, linesOfEmergencies } from './matrix.fixture.js';
import { departuresFromPurposes, departuresFromRecording } from './purposes.fixture.js';

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

describe('The sharing agreement in an emergency', () => {
  it('gives from 2026-12 on whoever has broken the glass what the table says, beside what they have', () => {
    expect([...departuresFromMatrix(policies.byVersion('2026-12')!, linesOfEmergencies)]).toEqual([]);
  });
});
