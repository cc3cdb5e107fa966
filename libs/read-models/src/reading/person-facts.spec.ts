import { describe, expect, it } from '@jest/globals';
import type { Role } from '#casework';
import type { Directory, Person } from '#identity';
import { readerOf } from '../read-side.fixture.js';
import { personFactsOn } from './person-facts.js';

const ines: Person = {
  id: 'ines',
  organisation: 'riverside',
  role: 'investigator',
  team: 'trafficking',
  supervisor: 'sam',
  name: 'Ines',
  vetting: null,
  suspended: false,
};
const kase = {
  caseId: 'a',
  flags: 1,
  child: 'a',
  timeline: 'a',
  visibleFrom: '2010-01-01T00:00:00.000Z',
  relationships: [{ person: 'ines', kind: 'investigating', through: '' }],
} as const;

const supervises = (person: string, role: Role, team: string, known: Partial<Person> = {}): boolean => {
  const directory = { person: () => ({ ...ines, ...known }) } as Pick<Directory, 'person'> as Directory;
  return personFactsOn(readerOf('riverside', role, { person, team }), directory, kase).supervising;
};

describe('who supervises somebody who works with the child', () => {
  it('is whoever the directory names, and whoever manages the team', () => {
    expect(supervises('sam', 'investigator', 'other')).toBe(true);
    expect(supervises('alan', 'supervisor', 'trafficking')).toBe(true);
  });

  it('is no colleague in the same team, and no manager of another', () => {
    expect(supervises('tom', 'officer', 'trafficking')).toBe(false);
    expect(supervises('nick', 'investigator', 'trafficking')).toBe(false);
    expect(supervises('dennis', 'supervisor', 'custody')).toBe(false);
  });

  it('ends when that one moves to another organisation or is suspended', () => {
    expect(supervises('alan', 'supervisor', 'trafficking', { organisation: 'easthaven' })).toBe(false);
    expect(supervises('alan', 'supervisor', 'trafficking', { suspended: true })).toBe(false);
  });
});
