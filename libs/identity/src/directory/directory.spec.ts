import { describe, expect, it } from '@jest/globals';
import { emptyDirectory } from '#identity';
import { issuerBound, organisationRegistered, personEnrolled, personSuspended } from './directory.fixture.js';

const directoryOf = (...events: Parameters<ReturnType<typeof emptyDirectory>['apply']>[0][]) => {
  const directory = emptyDirectory();
  for (const event of events) directory.apply(event);
  return directory;
};

const force = organisationRegistered({ organisation: 'force', function: 'police' });
const officer = personEnrolled({ person: 'p', organisation: 'force', role: 'officer' });

describe('the directory', () => {
  it('knows an organisation as it was last registered', () => {
    const directory = directoryOf(
      force,
      organisationRegistered({ organisation: 'force', function: 'prosecution' }),
    );
    expect(directory.organisation('force')).toEqual({
      id: 'force',
      function: 'prosecution',
      name: 'Organisation for prosecution',
      contactPoint: 'the duty desk',
      area: null,
    });
    expect(directory.functionOf('force')).toBe('prosecution');
    expect(directory.functionOf('elsewhere')).toBeUndefined();
    expect([...directory.organisations()]).toHaveLength(1);
  });

  it('knows a person by their last enrolment', () => {
    const directory = directoryOf(
      force,
      officer,
      personEnrolled({
        person: 'p',
        organisation: 'force',
        role: 'supervisor',
        team: 'missing',
        supervisor: 'q',
      }),
    );
    expect(directory.person('p')).toMatchObject({ role: 'supervisor', team: 'missing', supervisor: 'q' });
    expect(directory.organisationOf('p')).toBe('force');
    expect([...directory.people()]).toHaveLength(1);
  });

  it('takes a suspended person out of their organisation until they are enrolled anew', () => {
    const suspended = personSuspended({ person: 'p', organisation: 'force' });
    const directory = directoryOf(force, officer, suspended);
    expect(directory.person('p')?.suspended).toBe(true);
    expect(directory.organisationOf('p')).toBeUndefined();
    directory.apply(officer);
    expect(directory.organisationOf('p')).toBe('force');
  });

  it('does not let the organisation that somebody left suspend them at the next', () => {
    const directory = directoryOf(
      force,
      officer,
      personEnrolled({ person: 'p', organisation: 'council', role: 'duty-worker' }),
      personSuspended({ person: 'p', organisation: 'force' }),
    );
    expect(directory.organisationOf('p')).toBe('council');
  });

  it('knows for whom an issuer may speak by its last binding', () => {
    const directory = directoryOf(
      issuerBound({ issuer: 'https://one', organisations: ['force', 'council'] }),
      issuerBound({ issuer: 'https://one', organisations: ['force'] }),
    );
    expect([...(directory.issuer('https://one')?.organisations ?? [])]).toEqual(['force']);
    expect(directory.issuer('https://two')).toBeUndefined();
  });
});
