import { rolesByFunction, type AgencyFunction } from '#casework';

/** The capacities in which somebody reads a case: the rows of the sharing agreement's table. */
export type Row =
  | 'responsible-worker'
  | 'responsible-manager'
  | 'children-services-elsewhere'
  | 'police-on-the-investigation'
  | 'police-officer'
  | 'border-safeguarding'
  | 'asylum-case-worker'
  | 'competent-authority'
  | 'guardian-of-the-child'
  | 'support-worker-of-the-child'
  | 'health-or-education'
  | 'prosecution'
  | 'board-reviewer'
  | 'emergency-reader'
  | 'no-row';

/**
 * Which rows are worth asking about, besides that of an emergency. A function has no others, whatever the policies say.
 */
export const rowsByFunction: Readonly<Record<AgencyFunction, readonly Row[]>> = {
  'children-services': ['responsible-worker', 'responsible-manager', 'children-services-elsewhere'],
  police: ['police-on-the-investigation', 'police-officer'],
  border: ['border-safeguarding'],
  'asylum-casework': ['asylum-case-worker'],
  'immigration-enforcement': [],
  'competent-authority': ['competent-authority'],
  health: ['health-or-education'],
  education: ['health-or-education'],
  guardianship: ['guardian-of-the-child'],
  voluntary: ['support-worker-of-the-child'],
  prosecution: ['prosecution'],
  'safeguarding-board': ['board-reviewer'],
  'analysis-centre': [],
};

/**
 * The people whose reading together is the most that an organisation can have: each role of casework, with every
 * relationship that a person may have to a case. More relationships never give less, which a property test holds.
 */
export const readersOf = (agency: AgencyFunction) =>
  rolesByFunction[agency].map((role) => ({
    role,
    allocated: true,
    investigating: true,
    guardian: true,
    supervising: true,
    reviewing: true,
  }));
