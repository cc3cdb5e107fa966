import { agencyFunctions, type AgencyFunction, type Purpose, type Role } from '#casework';
import type { EmergencyAccessAct, EmergencyAccessFacts, ReviewAct, ReviewFacts } from '../facts.js';
import type { SharingPolicy } from '../policy.js';
import { everyRole } from './purposes.fixture.js';
import { ordinaryPurpose, reader, standingsInWords, type StandingInWords } from './reader.fixture.js';

const words = (text = ''): string[] => text.trim().split(/\s+/);
const tableRows = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));

const nobody = {
  holder: false,
  sameOrganisation: false,
  sameTeam: false,
  supervisesHolder: false,
  responsibleAuthority: false,
} as const;

/** How somebody may stand to an emergency access, in the words of the tables. */
const toTheAccess = {
  holder: { ...nobody, holder: true, sameOrganisation: true, sameTeam: true },
  'holder of another team since': { ...nobody, holder: true, sameOrganisation: true },
  supervisor: { ...nobody, sameOrganisation: true, sameTeam: true, supervisesHolder: true },
  'supervisor elsewhere': { ...nobody, supervisesHolder: true },
  'same team': { ...nobody, sameOrganisation: true, sameTeam: true },
  'another team': { ...nobody, sameOrganisation: true },
  'responsible authority': { ...nobody, responsibleAuthority: true },
  'another organisation': nobody,
} as const satisfies Record<string, Omit<EmergencyAccessFacts, 'function' | 'role' | 'purpose'>>;

/** Who may open an emergency access, copied by hand: for safeguarding, and whatever speaks for them otherwise. */
const openers = `
children-services | allocated-worker duty-worker
police            | investigator officer
border            | safeguarding-officer officer
health            | safeguarding-lead practitioner
education         | safeguarding-lead practitioner
guardianship      | guardian
voluntary         | support-worker
`;

/** Who judges one of their own organisation and of another team. */
const reviewers = `
children-services | team-manager reviewing-officer
police            | supervisor
border            | safeguarding-officer
health            | safeguarding-lead
education         | safeguarding-lead
guardianship      | coordinator
voluntary         | support-worker
`;

/** What else somebody may do with it. */
const acts = `
police            | officer           | holder                       | end know-of
police            | officer           | holder of another team since | end know-of
police            | supervisor        | holder of another team since | end know-of
police            | supervisor        | supervisor                   | end know-of
police            | officer           | supervisor                   | end know-of
police            | supervisor        | supervisor elsewhere         | -
police            | supervisor        | same team                    | -
police            | officer           | another team                 | -
police            | supervisor        | another team                 | review know-of
police            | supervisor        | another organisation         | -
children-services | allocated-worker  | responsible authority        | end know-of
children-services | duty-worker       | responsible authority        | end know-of
children-services | team-manager      | responsible authority        | end know-of
children-services | reviewing-officer | responsible authority        | end know-of
children-services | system            | responsible authority        | -
children-services | administrator     | responsible authority        | -
children-services | team-manager      | another organisation         | -
children-services | team-manager      | another team                 | review know-of
health            | safeguarding-lead | another team                 | review know-of
health            | practitioner      | another team                 | -
health            | practitioner      | holder                       | end know-of
voluntary         | support-worker    | another team                 | review know-of
voluntary         | support-worker    | same team                    | -
safeguarding-board | reviewer         | another organisation         | -
`;

const emergencyActs: readonly EmergencyAccessAct[] = ['open', 'end', 'review', 'know-of'];

const named = (table: string): ReadonlySet<string> =>
  new Set(
    tableRows(table).flatMap(([agency = '', roles]) => words(roles).map((role) => `${agency} ${role}`)),
  );

export function* departuresFromEmergencies(policy: SharingPolicy): Generator<string> {
  const may = (
    act: EmergencyAccessAct,
    agency: AgencyFunction,
    role: Role,
    to: keyof typeof toTheAccess,
    purpose?: Purpose,
  ) => {
    const used = purpose ?? (role === 'data-protection-officer' ? 'audit' : ordinaryPurpose[agency]);
    return policy.mayHandleEmergencyAccess(act, { function: agency, role, purpose: used, ...toTheAccess[to] })
      .allowed;
  };
  const [opening, judging] = [named(openers), named(reviewers)];
  for (const agency of agencyFunctions) {
    for (const role of everyRole) {
      const who = `${agency} ${role}`;
      if (may('open', agency, role, 'holder') !== opening.has(who)) yield `${who} opens`;
      if (may('review', agency, role, 'another team') !== judging.has(who)) yield `${who} judges`;
      if (may('review', agency, role, 'holder of another team since')) yield `${who} judges their own`;
      for (const to of ['same team', 'holder', 'responsible authority'] as const)
        if (may('review', agency, role, to)) yield `${who} (${to}) judges`;
    }
  }
  for (const purpose of ['criminal-investigation', 'court'] as const)
    if (may('open', 'police', 'officer', 'holder', purpose)) yield `an officer opens for ${purpose}`;
  if (may('know-of', 'police', 'officer', 'holder', 'review'))
    yield 'a purpose that is not allowed opens something';
  for (const [agency = '', role = '', to = '', allowed = ''] of tableRows(acts)) {
    for (const act of emergencyActs) {
      if (act === 'open') continue;
      const found = may(act, agency as AgencyFunction, role as Role, to as keyof typeof toTheAccess);
      if (found !== words(allowed).includes(act)) yield `${agency} ${role} (${to}) ${act}: ${found}`;
    }
  }
}

const reviewActs: readonly ReviewAct[] = ['open', 'close', 'record-finding', 'read', 'export'];

/** Who may do what with a review: of their own board or another, named as a reviewer or not. */
const reviewTable = `
safeguarding-board | reviewer          | own named   | open close record-finding read export
safeguarding-board | reviewer          | own         | open close
safeguarding-board | reviewer          | other named | -
safeguarding-board | reviewer          | other       | -
safeguarding-board | board-manager     | own         | open close
safeguarding-board | board-manager     | own named   | open close
safeguarding-board | board-manager     | other       | -
safeguarding-board | system            | own named   | -
safeguarding-board | administrator     | own named   | -
safeguarding-board | data-protection-officer | own named | -
children-services  | reviewing-officer | own named   | -
police             | supervisor        | own named   | -
analysis-centre    | analyst           | own named   | -
`;

/** Who may learn what other agencies had of a case. */
const knowledgeTable = `
safeguarding-board | reviewer          | reviewing     | review      | yes
safeguarding-board | reviewer          | -             | review      | no
safeguarding-board | reviewer          | reviewing     | off         | no
safeguarding-board | board-manager     | reviewing     | review      | no
safeguarding-board | system            | reviewing     | review      | no
children-services  | reviewing-officer | reviewing     | responsible | no
children-services  | duty-worker       | elevated      | off!        | no
guardianship       | guardian          | guardian      | on-case     | no
police             | data-protection-officer | -       | on-case     | no
`;

export function* departuresFromReviews(policy: SharingPolicy): Generator<string> {
  for (const [agency = '', role = '', to = '', allowed = ''] of tableRows(reviewTable)) {
    const facts: ReviewFacts = {
      function: agency as AgencyFunction,
      role: role as Role,
      purpose: role === 'data-protection-officer' ? 'audit' : ordinaryPurpose[agency as AgencyFunction],
      ownBoard: words(to).includes('own'),
      reviewing: words(to).includes('named'),
    };
    for (const act of reviewActs) {
      const found = policy.mayHandleReview(act, facts).allowed;
      if (found !== words(allowed).includes(act)) yield `${agency} ${role} (${to}) ${act}: ${found}`;
      if (policy.mayHandleReview(act, { ...facts, purpose: 'statistics' }).allowed)
        yield `${agency} ${role} (${to}) ${act} for statistics`;
    }
  }
  for (const [agency = '', role = '', by = '', standing = '', may] of tableRows(knowledgeTable)) {
    const who = reader(agency as AgencyFunction, role as Role, by === '-' ? {} : { [by]: true });
    const found = policy.mayReadKnowledge(who, standingsInWords[standing as StandingInWords]).allowed;
    if (found !== (may === 'yes'))
      yield `${agency} ${role} (${by}, ${standing}) learns who had what: ${found}`;
  }
}
