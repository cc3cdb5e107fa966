import { describe, expect, it } from '@jest/globals';
import { loadSharingPolicies } from '../load.js';
import { departuresFromCaveats } from './caveats.fixture.js';
import { departuresFromMatrix, lines } from './matrix.fixture.js';
import { departuresFromPurposes, departuresFromRecording } from './purposes.fixture.js';

describe('The sharing agreement, version 2026-11', () => {
  const alarms: string[] = [];
  const { current } = loadSharingPolicies({ onAlarm: (reason) => alarms.push(reason) });

  it('has a line of eleven cells for every reader of the table', () => {
    expect(lines.filter((line) => line.cells.length !== 11)).toEqual([]);
  });

  it('gives each reader of each category what the table says, and names what it says', () => {
    expect([...departuresFromMatrix(current)]).toEqual([]);
  });

  it('lets caveats, disclosures and own records prevail in their order', () => {
    expect([...departuresFromCaveats(current)]).toEqual([]);
  });

  it('lets each role use the purposes of its function and no other', () => {
    expect([...departuresFromPurposes(current)]).toEqual([]);
  });

  it('lets those record who do casework, and nobody else', () => {
    expect([...departuresFromRecording(current)]).toEqual([]);
  });

  it('raises no alarm over questions that are well formed', () => {
    expect(alarms).toEqual([]);
  });
});
