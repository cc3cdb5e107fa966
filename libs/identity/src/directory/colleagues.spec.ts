import { describe, expect, it } from '@jest/globals';
import type { Role } from '#casework';
import type { Principal } from '../principal.js';
import { colleagueOf } from './colleagues.js';
import { personEnrolled, personSuspended } from './directory.fixture.js';
import { emptyDirectory } from './directory.js';

interface Enrolled {
  readonly role: Role;
  readonly team?: string;
  readonly supervisor?: string;
}

const refuge = (people: Readonly<Record<string, Enrolled>>, ...suspended: readonly string[]) => {
  const directory = emptyDirectory();
  for (const [person, enrolled] of Object.entries(people))
    directory.apply(personEnrolled({ person, organisation: 'refuge', ...enrolled }));
  for (const person of suspended) directory.apply(personSuspended({ person, organisation: 'refuge' }));
  return (who: string, other: string) => {
    const { role, team = null, supervisor = null } = people[who]!;
    const principal: Principal = {
      ...{ person: who, organisation: 'refuge', function: 'voluntary', role, team, supervisor },
      ...{ vetting: null, acr: null },
      author: { person: who, organisation: 'refuge', function: 'voluntary', role },
    };
    return colleagueOf(principal, directory, other);
  };
};

describe('colleagues of an organisation with teams', () => {
  const stands = refuge({
    holder: { role: 'officer', team: 'nights', supervisor: 'sergeant' },
    sergeant: { role: 'supervisor', team: 'nights' },
    days: { role: 'supervisor', team: 'days' },
    nowhere: { role: 'supervisor' },
    loose: { role: 'officer' },
  });

  it('share a team where it is one', () => {
    expect(stands('sergeant', 'holder').sameTeam).toBe(true);
    expect(stands('days', 'holder').sameTeam).toBe(false);
    expect(stands('nowhere', 'loose').sameTeam).toBe(true);
  });

  it('supervise whom the directory says, and whose team they manage', () => {
    expect(stands('sergeant', 'holder').supervises).toBe(true);
    expect(stands('days', 'holder').supervises).toBe(false);
    expect(stands('nowhere', 'loose').supervises).toBe(false);
  });
});

describe.each([
  ['without teams', undefined],
  ['that is all one team', 'everybody'],
])('colleagues of an organisation %s', (_which, team) => {
  const inTeam = team === undefined ? {} : { team };
  const stands = refuge(
    {
      holder: { role: 'support-worker', supervisor: 'lead', ...inTeam },
      lead: { role: 'coordinator', ...inTeam },
      trainee: { role: 'support-worker', supervisor: 'holder', ...inTeam },
      another: { role: 'support-worker', ...inTeam },
      office: { role: 'administrator', team: 'office' },
      gone: { role: 'support-worker', team: 'left' },
    },
    'gone',
  );

  it('stand apart where neither answers for the other, or nobody would ever judge anybody', () => {
    expect(stands('another', 'holder').sameTeam).toBe(false);
    for (const who of ['holder', 'lead', 'trainee']) expect(stands(who, 'holder').sameTeam).toBe(true);
  });
});
