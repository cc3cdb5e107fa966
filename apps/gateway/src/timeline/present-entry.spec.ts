import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Entry } from '#read-models';
import { createTokens } from '#sealing';
import { opened, positionToken } from '../access/cursors.js';
import { presentEntry } from './present-entry.js';

const hold: Entry = {
  eventId: 'hold',
  caseId: 'case',
  level: 'full',
  type: 'RemovalHoldPlaced',
  version: 1,
  kindOfWork: 'removal hold',
  occurred: '2011-03-22',
  recordedAt: '2011-03-22T11:00:00.000Z',
  lawfulBasis: null,
  organisation: 'asylum',
  details: { contactPoint: 'Children’s casework desk' },
  relations: [],
  marks: [],
  withheld: [],
  contactPoint: null,
  visibleFrom: '2011-03-22T11:00:00.000Z',
  policyVersion: '2026-11',
};

describe('an entry as the schema has it', () => {
  const tokens = createTokens(createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32)));
  const present = presentEntry({ directory: { organisation: () => undefined }, tokens }, 'board');

  it('keeps a detail that has the name of what only stubs have', () => {
    expect(present(hold)).toMatchObject({ contactPoint: 'Children’s casework desk' });
  });

  it('gives no place in the log but as a token of whoever reads', () => {
    const place = '00000000000000000204/00000000000000000204';
    const details = { viewPosition: place, digest: 'a digest' };
    const shown = present({ ...hold, details }) as unknown as typeof details;
    expect(shown.digest).toBe('a digest');
    expect(shown.viewPosition).not.toContain('204/');
    expect(opened(tokens, positionToken, 'board', shown.viewPosition, 'at')).toBe(place);
  });

  it('says of a stub whom to ask', () => {
    const contactPoint = { organisation: 'asylum', name: 'Asylum casework', reach: '020 7946 0250' };
    expect(present({ ...hold, level: 'stub', details: {}, contactPoint })).toMatchObject({
      contactPoint: { name: 'Asylum casework', reach: '020 7946 0250' },
    });
  });
});
