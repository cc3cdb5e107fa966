import { purposesByFunction, type AgencyFunction, type Purpose, type Role } from '#casework';
import type { Question } from './cedar.js';
import type { CaseFacts, PersonFacts, Reader } from './facts.js';
import type { Decision } from './policy.js';
import { readersOf, rowsByFunction, type Row } from './rows.js';

export type Ask = (question: Question) => Decision;

/** In what capacity somebody reads one case: all that the table needs to know of them. */
export interface Standing {
  readonly function: AgencyFunction;
  readonly row: Row;
  readonly related: boolean;
  readonly neverToPerson: boolean;
}

/** Nobody stands who may not read cases for this purpose: then there are no standings. */
export interface Standings {
  readonly standings: readonly Standing[];
  readonly decidedBy: readonly string[];
}

const nobody: Standings = { standings: [], decidedBy: [] };
const thisCase = { type: 'Case', id: 'this' } as const;
const entity = (type: string, id: string) => ({ __entity: { type, id } });

export const askAboutPurpose = (ask: Ask, agency: AgencyFunction, role: Role, purpose: Purpose): Decision =>
  ask({
    principal: { type: 'Function', id: agency },
    action: 'use-purpose',
    resource: { type: 'Purpose', id: purpose },
    context: { role: entity('Role', role) },
  });

const askAboutRole = (ask: Ask, action: string, agency: AgencyFunction, role: Role): Decision =>
  ask({
    principal: { type: 'Function', id: agency },
    action,
    resource: thisCase,
    context: { role: entity('Role', role) },
  });

type Relationships = Omit<PersonFacts, 'purpose' | 'neverTo'>;

const relationshipContext = (person: Relationships, caseFacts: CaseFacts) => ({
  role: entity('Role', person.role),
  allocated: person.allocated,
  investigating: person.investigating,
  guardian: person.guardian,
  supervising: person.supervising,
  reviewing: person.reviewing,
  onCase: caseFacts.onCase,
  responsible: caseFacts.responsible,
  reviewInScope: caseFacts.reviewInScope,
});

/** The row in which a person stands, and by which policies. Rows exclude one another, so the first that fits is it. */
export const rowOf = (
  ask: Ask,
  agency: AgencyFunction,
  person: Relationships,
  caseFacts: CaseFacts,
): { readonly row: Row; readonly decidedBy: readonly string[] } => {
  const context = relationshipContext(person, caseFacts);
  for (const row of rowsByFunction[agency]) {
    const standing = ask({
      principal: { type: 'Function', id: agency },
      action: 'stand-in',
      resource: { type: 'Row', id: row },
      context,
    });
    if (standing.allowed) return { row, decidedBy: standing.decidedBy };
  }
  return { row: 'no-row', decidedBy: [] };
};

const standingOf = (
  ask: Ask,
  agency: AgencyFunction,
  person: Relationships,
  caseFacts: CaseFacts,
  neverToPerson: boolean,
): { readonly standing: Standing; readonly decidedBy: readonly string[] } => {
  const { row, decidedBy } = rowOf(ask, agency, person, caseFacts);
  const related = ask({
    principal: { type: 'Function', id: agency },
    action: 'be-related',
    resource: thisCase,
    context: relationshipContext(person, caseFacts),
  });
  return {
    standing: { function: agency, row, related: related.allowed, neverToPerson },
    decidedBy: [...decidedBy, ...related.decidedBy],
  };
};

/** Every capacity in which somebody of such an organisation could read the case. */
export const standingsOfOrganisation = (
  ask: Ask,
  agency: AgencyFunction,
  caseFacts: CaseFacts,
  neverToPerson = false,
): readonly Standing[] => {
  const readers = readersOf(agency).filter(
    ({ role }) =>
      askAboutRole(ask, 'read-cases', agency, role).allowed &&
      purposesByFunction[agency].some((purpose) => askAboutPurpose(ask, agency, role, purpose).allowed),
  );
  const standings = readers.map(
    (reader) => standingOf(ask, agency, reader, caseFacts, neverToPerson).standing,
  );
  return standings.filter(
    (standing, index) =>
      standings.findIndex(({ row, related }) => row === standing.row && related === standing.related) ===
      index,
  );
};

/** The one capacity of a person; for an organisation's software, every capacity of its people. */
export const standingsOfPerson = (ask: Ask, reader: Reader, caseFacts: CaseFacts): Standings => {
  const { function: agency, person } = reader;
  const purpose = askAboutPurpose(ask, agency, person.role, person.purpose);
  const reading = askAboutRole(ask, 'read-cases', agency, person.role);
  if (!purpose.allowed || !reading.allowed) return nobody;
  const gate = [...purpose.decidedBy, ...reading.decidedBy];

  const forOrganisation = askAboutRole(ask, 'read-for-organisation', agency, person.role);
  if (forOrganisation.allowed) {
    return {
      standings: standingsOfOrganisation(ask, agency, caseFacts, person.neverTo),
      decidedBy: [...gate, ...forOrganisation.decidedBy],
    };
  }
  const { standing, decidedBy } = standingOf(ask, agency, person, caseFacts, person.neverTo);
  return { standings: [standing], decidedBy: [...gate, ...decidedBy] };
};
