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
  elevated: false,
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

const off = {
  onCase: false,
  responsible: false,
  childMissing: false,
  reviewInScope: false,
  emergency: false,
} as const;

/** How an organisation may stand to a case, in the words of the tables; the last, where one of its people has broken the glass. */
export const standingsInWords = {
  responsible: { ...off, onCase: true, responsible: true },
  'on-case': { ...off, onCase: true },
  review: { ...off, reviewInScope: true },
  off,
  'responsible!': { ...off, onCase: true, responsible: true, emergency: true },
  'on-case!': { ...off, onCase: true, emergency: true },
  'review!': { ...off, reviewInScope: true, emergency: true },
  'off!': { ...off, emergency: true },
} as const satisfies Record<string, CaseFacts>;
export type StandingInWords = keyof typeof standingsInWords;
