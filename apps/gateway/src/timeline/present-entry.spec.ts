import { describe, expect, it } from '@jest/globals';
import type { Entry } from '#read-models';
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
  const present = presentEntry({ organisation: () => undefined });

  it('keeps a detail that has the name of what only stubs have', () => {
    expect(present(hold)).toMatchObject({ contactPoint: 'Children’s casework desk' });
  });

  it('says of a stub whom to ask', () => {
    const contactPoint = { organisation: 'asylum', name: 'Asylum casework', reach: '020 7946 0250' };
    expect(present({ ...hold, level: 'stub', details: {}, contactPoint })).toMatchObject({
      contactPoint: { name: 'Asylum casework', reach: '020 7946 0250' },
    });
  });
});
