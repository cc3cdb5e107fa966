/**
 * What an organisation is for. Sharing policy speaks of functions, never of organisations' names, so that one policy
 * serves every police force and every local authority.
 */
export const agencyFunctions = [
  'children-services',
  'police',
  'border',
  'asylum-casework',
  'immigration-enforcement',
  'competent-authority',
  'health',
  'education',
  'guardianship',
  'voluntary',
  'prosecution',
  'safeguarding-board',
  'analysis-centre',
] as const;
export type AgencyFunction = (typeof agencyFunctions)[number];

/** Roles that any organisation has besides those of its function. */
export const rolesOfEveryOrganisation = ['data-protection-officer', 'administrator', 'system'] as const;

/** The roles of casework, by function. A person holds one role at a time. */
export const rolesByFunction = {
  'children-services': ['allocated-worker', 'duty-worker', 'team-manager', 'reviewing-officer'],
  police: ['investigator', 'officer', 'supervisor'],
  border: ['safeguarding-officer', 'officer'],
  'asylum-casework': ['case-worker'],
  'immigration-enforcement': ['removals-officer'],
  'competent-authority': ['decision-maker'],
  health: ['safeguarding-lead', 'practitioner'],
  education: ['safeguarding-lead', 'practitioner'],
  guardianship: ['guardian', 'coordinator'],
  voluntary: ['support-worker'],
  prosecution: ['reviewing-lawyer'],
  'safeguarding-board': ['reviewer', 'board-manager'],
  'analysis-centre': ['analyst'],
} as const satisfies Record<AgencyFunction, readonly string[]>;

export type Role =
  (typeof rolesByFunction)[AgencyFunction][number] | (typeof rolesOfEveryOrganisation)[number];

export const rolesOf = (agency: AgencyFunction): readonly Role[] => [
  ...rolesByFunction[agency],
  ...rolesOfEveryOrganisation,
];

/** Why somebody asks. Immigration enforcement is not a purpose: a removal check is a question of its own. */
export const purposes = [
  'safeguarding',
  'age-determination',
  'court',
  'criminal-investigation',
  'asylum-decision',
  'nrm-decision',
  'removal-check',
  'review',
  'audit',
  'statistics',
] as const;
export type Purpose = (typeof purposes)[number];

/** Everything that a purpose may be, by function; which role may use which is for the sharing policy. */
export const purposesByFunction = {
  'children-services': ['safeguarding', 'age-determination', 'court'],
  police: ['safeguarding', 'criminal-investigation', 'court'],
  border: ['safeguarding'],
  'asylum-casework': ['asylum-decision', 'age-determination'],
  'immigration-enforcement': ['removal-check'],
  'competent-authority': ['nrm-decision'],
  health: ['safeguarding'],
  education: ['safeguarding'],
  guardianship: ['safeguarding'],
  voluntary: ['safeguarding'],
  prosecution: ['criminal-investigation', 'court'],
  'safeguarding-board': ['review'],
  'analysis-centre': ['statistics'],
} as const satisfies Record<AgencyFunction, readonly Purpose[]>;
