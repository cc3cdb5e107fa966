import {
  answeringRoles,
  dutyRoles,
  purposesByFunction,
  reviewingRoles,
  supervisingRoles,
  type AlertAudience,
  type AlertLevel,
  type AlertSubject,
  type Matter,
  type Role,
} from '#casework';
import { managesTeams, type Person } from '#identity';
import type { OrganisationId, PersonId } from '#kernel';
import type { CaseFromTheLog } from './case-from-the-log.js';
import { personMayKnow, relationshipsOf, type AlertGround } from './who-may-know.js';

/** Whom an alert of an organisation is for at a level: those of its people who may know of it, by name and by role. */
export const audienceOf =
  (ground: AlertGround, kase: CaseFromTheLog, matter: Matter, subject: AlertSubject) =>
  (level: AlertLevel): AlertAudience => {
    const staff = staffOf(ground, subject.organisation);
    const mayKnow = (person: Person): boolean => knows(ground, kase, subject, person);
    const wanted = wantedAt(ground, kase, matter, subject, level);
    const people = [...new Set(wanted.people)].filter((id) => {
      const person = staff.get(id);
      return person !== undefined && mayKnow(person);
    });
    const roles = [...new Set(wanted.roles)].filter((role) =>
      [...staff.values()].some((person) => person.role === role && mayKnow(person)),
    );
    return { people: people.sort().slice(0, mostByName), roles };
  };

/** So many stand in one event; where more work with a child, those who supervise them have it too. */
const mostByName = 200;

interface Wanted {
  readonly people: readonly PersonId[];
  readonly roles: readonly Role[];
}

const wantedAt = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  matter: Matter,
  subject: AlertSubject,
  level: AlertLevel,
): Wanted => {
  const { directory } = ground;
  const agency = directory.functionOf(subject.organisation);
  if (agency === undefined) return { people: [], roles: [] };
  if (level === 'service') return { people: [], roles: answeringRoles[agency] };
  if (matter.grant !== null) return aboutGrant(ground, matter.grant, subject);
  const working = relationshipsOf(ground, kase, subject.caseId, subject.organisation)
    .filter(({ relationship }) => relationship !== 'elevated' && relationship !== 'reviewing')
    .map(({ person }) => person);
  if (level === 'supervisors') {
    const supervisors = working.map((id) => directory.person(id)?.supervisor ?? null);
    return { people: supervisors.filter((id) => id !== null), roles: supervisingRoles[agency] };
  }
  if (matter.kind === 'overdue-review') return { people: working, roles: reviewingRoles };
  const reachable = working.some((id) => {
    const person = staffOf(ground, subject.organisation).get(id);
    return person !== undefined && knows(ground, kase, subject, person);
  });
  return { people: working, roles: reachable ? [] : dutyRoles[agency] };
};

/** The holder's supervisor by name; in the authority that answers for the child, and to judge it, those who manage. */
const aboutGrant = (
  { directory }: AlertGround,
  grant: NonNullable<Matter['grant']>,
  { organisation, kind }: AlertSubject,
): Wanted => {
  const managing = [...managesTeams];
  if (kind === 'overdue-emergency-review') return { people: [], roles: managing };
  const supervisor = directory.person(grant.holder)?.supervisor ?? null;
  const isTheirs = organisation === grant.organisation;
  return isTheirs && supervisor !== null
    ? { people: [supervisor], roles: [] }
    : { people: [], roles: managing };
};

const staffOf = (
  { directory }: Pick<AlertGround, 'directory'>,
  organisation: OrganisationId,
): ReadonlyMap<PersonId, Person> =>
  new Map(
    [...directory.people()]
      .filter((person) => person.organisation === organisation && !person.suspended)
      .map((person) => [person.id, person]),
  );

/** Asked as if they read it for what their organisation mostly works for. */
const knows = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  subject: AlertSubject,
  { id: person, organisation, role, team, supervisor, vetting }: Person,
): boolean => {
  const agency = ground.directory.functionOf(organisation);
  if (agency === undefined) return false;
  const author = { organisation, person, role, function: agency };
  const principal = { ...author, team, supervisor, vetting, acr: null, author };
  const [purpose] = purposesByFunction[agency];
  return personMayKnow(ground, kase, { principal, purpose, correlation: '' }, { subject }) !== null;
};
