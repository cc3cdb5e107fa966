import type { Agency } from './world.fixture.js';

/**
 * One organisation of every function and some to spare, with somebody in every role, both with a relationship to the
 * child (as the histories give them: `relationships`) and without.
 */
export const agencies = {
  riverside: {
    function: 'children-services',
    people: {
      'worker-r': ['allocated-worker', 'r1'],
      'idle-r': ['allocated-worker', 'r2'],
      'duty-r': ['duty-worker', 'r3'],
      'manager-r': ['team-manager', 'r1'],
      'elsewhere-r': ['team-manager', 'r4'],
      'review-r': ['reviewing-officer'],
      'audit-r': ['data-protection-officer'],
      'admin-r': ['administrator'],
      'system-r': ['system'],
    },
  },
  eastfield: {
    function: 'children-services',
    people: {
      'manager-e': ['team-manager'],
      'worker-e': ['allocated-worker', 'e1', 'manager-e'],
      'idle-e': ['allocated-worker'],
      'duty-e': ['duty-worker'],
      'review-e': ['reviewing-officer'],
      'system-e': ['system'],
    },
  },
  metro: {
    function: 'police',
    people: {
      'super-m': ['supervisor'],
      'inv-m': ['investigator', 'm1', 'super-m'],
      'spare-m': ['investigator', 'm2'],
      'officer-m': ['officer'],
      'elsewhere-m': ['supervisor'],
      'audit-m': ['data-protection-officer'],
      'admin-m': ['administrator'],
      'system-m': ['system'],
    },
  },
  frontier: {
    function: 'border',
    people: { 'safe-b': ['safeguarding-officer'], 'officer-b': ['officer'], 'system-b': ['system'] },
  },
  asylum: { function: 'asylum-casework', people: { 'case-a': ['case-worker'], 'system-a': ['system'] } },
  removals: {
    function: 'immigration-enforcement',
    people: { 'removals-i': ['removals-officer'], 'system-i': ['system'] },
  },
  decider: {
    function: 'competent-authority',
    people: { 'decision-c': ['decision-maker'], 'system-c': ['system'] },
  },
  clinic: {
    function: 'health',
    people: { 'lead-h': ['safeguarding-lead'], 'nurse-h': ['practitioner'], 'system-h': ['system'] },
  },
  school: {
    function: 'education',
    people: { 'lead-s': ['safeguarding-lead'], 'teacher-s': ['practitioner'], 'system-s': ['system'] },
  },
  guardians: {
    function: 'guardianship',
    people: {
      'guardian-g': ['guardian'],
      'spare-g': ['guardian'],
      'coordinator-g': ['coordinator'],
      'system-g': ['system'],
    },
  },
  lantern: {
    function: 'voluntary',
    people: { 'support-v': ['support-worker'], 'spare-v': ['support-worker'], 'system-v': ['system'] },
  },
  crown: { function: 'prosecution', people: { 'lawyer-p': ['reviewing-lawyer'], 'system-p': ['system'] } },
  board: {
    function: 'safeguarding-board',
    people: {
      'reviewer-s': ['reviewer'],
      'idle-s': ['reviewer'],
      'manager-s': ['board-manager'],
      'audit-s': ['data-protection-officer'],
      'system-bo': ['system'],
    },
  },
  counters: { function: 'analysis-centre', people: { 'analyst-n': ['analyst'], 'system-n': ['system'] } },
  /** Joins and leaves. */
  stray: { function: 'voluntary', people: { 'support-l': ['support-worker'], 'system-l': ['system'] } },
  /** Never on the case; referrals and escalations are addressed to it. */
  hamlet: {
    function: 'children-services',
    people: {
      'duty-x': ['duty-worker'],
      'worker-x': ['allocated-worker'],
      'review-x': ['reviewing-officer'],
      'system-x': ['system'],
    },
  },
  /** Never on the case and never told anything, unless a setting does. */
  northforce: { function: 'police', people: { 'officer-n': ['officer'], 'system-nf': ['system'] } },
  infirmary: { function: 'health', people: { 'nurse-o': ['practitioner'], 'system-o': ['system'] } },
} as const satisfies Readonly<Record<string, Agency>>;

export type { Agency };
export type Organisation = keyof typeof agencies;
export type Somebody = { [O in Organisation]: keyof (typeof agencies)[O]['people'] }[Organisation];

export const everybody = Object.entries(agencies).flatMap(([organisation, agency]) =>
  Object.entries(agency.people as Agency['people']).map(([person, [role, team, supervisor]]) => ({
    person: person as Somebody,
    organisation: organisation as Organisation,
    function: (agency as Agency).function,
    role,
    team: team ?? null,
    supervisor: supervisor ?? null,
  })),
);
export type Person = (typeof everybody)[number];

/** Who works with the child on every case of the histories, at their end. */
export const relationships: Readonly<
  Record<string, 'allocated' | 'investigating' | 'guardian' | 'reviewing'>
> = {
  'worker-r': 'allocated',
  'worker-e': 'allocated',
  'support-v': 'allocated',
  'inv-m': 'investigating',
  'guardian-g': 'guardian',
  'reviewer-s': 'reviewing',
};
