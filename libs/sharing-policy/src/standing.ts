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

type Relationships = Omit<PersonFacts, 'neverTo'>;

const relationshipContext = (person: Relationships, caseFacts: CaseFacts) => ({
  role: entity('Role', person.role),
  purpose: entity('Purpose', person.purpose),
  allocated: person.allocated,
  investigating: person.investigating,
  guardian: person.guardian,
  supervising: person.supervising,
  reviewing: person.reviewing,
  elevated: person.elevated,
  onCase: caseFacts.onCase,
  responsible: caseFacts.responsible,
  reviewInScope: caseFacts.reviewInScope,
  emergency: caseFacts.emergency,
});

const askAboutRow = (
  ask: Ask,
  agency: AgencyFunction,
  row: Row,
  person: Relationships,
  caseFacts: CaseFacts,
): Decision =>
  ask({
    principal: { type: 'Function', id: agency },
    action: 'stand-in',
    resource: { type: 'Row', id: row },
    context: relationshipContext(person, caseFacts),
  });

/** The row in which a person ordinarily stands, and by which policies. They exclude one another, so the first that fits is it. */
export const rowOf = (
  ask: Ask,
  agency: AgencyFunction,
  person: Relationships,
  caseFacts: CaseFacts,
): { readonly row: Row; readonly decidedBy: readonly string[] } => {
  for (const row of rowsByFunction[agency]) {
    const standing = askAboutRow(ask, agency, row, person, caseFacts);
    if (standing.allowed) return { row, decidedBy: standing.decidedBy };
  }
  return { row: 'no-row', decidedBy: [] };
};

/** The capacities of one person: the ordinary one and, in an emergency, that of an emergency reader beside it. */
const standingsOfOne = (
  ask: Ask,
  agency: AgencyFunction,
  person: Relationships,
  caseFacts: CaseFacts,
  neverToPerson: boolean,
): Standings => {
  const { row, decidedBy } = rowOf(ask, agency, person, caseFacts);
  const related = ask({
    principal: { type: 'Function', id: agency },
    action: 'be-related',
    resource: thisCase,
    context: relationshipContext(person, caseFacts),
  });
  const ordinary: Standing = { function: agency, row, related: related.allowed, neverToPerson };
  const ordinarily = [...decidedBy, ...related.decidedBy];
  // Asked only where there is one: every other question is then the one that it was before there were emergencies.
  if (!person.elevated || !caseFacts.emergency) return { standings: [ordinary], decidedBy: ordinarily };
  const emergency = askAboutRow(ask, agency, 'emergency-reader', person, caseFacts);
  if (!emergency.allowed) return { standings: [ordinary], decidedBy: ordinarily };
  return {
    standings: [ordinary, { function: agency, row: 'emergency-reader', related: false, neverToPerson }],
    decidedBy: [...ordinarily, ...emergency.decidedBy],
  };
};

/** Every capacity in which somebody of such an organisation could read the case. */
export const standingsOfOrganisation = (
  ask: Ask,
  agency: AgencyFunction,
  caseFacts: CaseFacts,
): readonly Standing[] => standingsOfPeople(ask, agency, caseFacts, false, true);

const standingsOfPeople = (
  ask: Ask,
  agency: AgencyFunction,
  caseFacts: CaseFacts,
  neverToPerson: boolean,
  elevated: boolean,
): readonly Standing[] => {
  const standings = readersOf(agency)
    .filter(({ role }) => askAboutRole(ask, 'read-cases', agency, role).allowed)
    .flatMap((reader) =>
      purposesByFunction[agency]
        .filter((purpose) => askAboutPurpose(ask, agency, reader.role, purpose).allowed)
        .flatMap(
          (purpose) =>
            standingsOfOne(ask, agency, { ...reader, purpose, elevated }, caseFacts, neverToPerson).standings,
        ),
    );
  return standings.filter(
    (standing, index) =>
      standings.findIndex(({ row, related }) => row === standing.row && related === standing.related) ===
      index,
  );
};

/**
 * The capacities of a person; for an organisation's software, those of its people but for emergencies: an emergency
 * access is one person's, and does not open the case to a system.
 */
export const standingsOfPerson = (ask: Ask, reader: Reader, caseFacts: CaseFacts): Standings => {
  const { function: agency, person } = reader;
  const purpose = askAboutPurpose(ask, agency, person.role, person.purpose);
  const reading = askAboutRole(ask, 'read-cases', agency, person.role);
  if (!purpose.allowed || !reading.allowed) return nobody;
  const gate = [...purpose.decidedBy, ...reading.decidedBy];

  const forOrganisation = askAboutRole(ask, 'read-for-organisation', agency, person.role);
  if (forOrganisation.allowed) {
    return {
      standings: standingsOfPeople(ask, agency, caseFacts, person.neverTo, false),
      decidedBy: [...gate, ...forOrganisation.decidedBy],
    };
  }
  const { standings, decidedBy } = standingsOfOne(ask, agency, person, caseFacts, person.neverTo);
  return { standings, decidedBy: [...gate, ...decidedBy] };
};
