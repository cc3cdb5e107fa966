import type { AgencyFunction, Purpose, Role } from '#casework';
import type { CaseFacts, PersonFacts, Reader } from '../facts.js';

/** A purpose that the function may use, so that a table need not repeat it. */
export const ordinaryPurpose: Readonly<Record<AgencyFunction, Purpose>> = {
  'children-services': 'safeguarding',
  police: 'safeguarding',
  border: 'safeguarding',
  'asylum-casework': 'asylum-decision',
  'immigration-enforcement': 'removal-check',
  'competent-authority': 'nrm-decision',
  health: 'safeguarding',
  education: 'safeguarding',
  guardianship: 'safeguarding',
  voluntary: 'safeguarding',
  prosecution: 'court',
  'safeguarding-board': 'review',
  'analysis-centre': 'statistics',
};

export const stranger = {
  allocated: false,
  investigating: false,
  guardian: false,
  supervising: false,
  reviewing: false,
  neverTo: false,
} as const;

/** `reader('police', 'investigator', { investigating: true })` */
export const reader = (agency: AgencyFunction, role: Role, facts: Partial<PersonFacts> = {}): Reader => ({
  function: agency,
  person: {
    ...stranger,
    role,
    purpose: role === 'data-protection-officer' ? 'audit' : ordinaryPurpose[agency],
    ...facts,
  },
});

/** How an organisation may stand to a case, in the words of the tables. */
export const standingsInWords = {
  responsible: { onCase: true, responsible: true, childMissing: false, reviewInScope: false },
  'on-case': { onCase: true, responsible: false, childMissing: false, reviewInScope: false },
  review: { onCase: false, responsible: false, childMissing: false, reviewInScope: true },
  off: { onCase: false, responsible: false, childMissing: false, reviewInScope: false },
} as const satisfies Record<string, CaseFacts>;
export type StandingInWords = keyof typeof standingsInWords;
