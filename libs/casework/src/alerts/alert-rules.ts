import type { AgencyFunction, Role } from '../vocabulary/agencies.js';
import type { AlertKind, AlertLevel } from './alert-events.js';

/** How an alert of a kind goes through an organisation. All of it is data that a deployment can change. */
export interface AlertRule {
  readonly kind: AlertKind;
  /** The rule in a sentence. */
  readonly says: string;
  readonly raisedBy: string;
  readonly endedBy: string;
  /** For whom it is, one after the other while nobody acknowledges it. */
  readonly levels: readonly AlertLevel[];
  /** Minutes by the clock, nights and weekends too, after which an alert that nobody acknowledged goes to the next level. */
  readonly escalatesAfterMinutes: number;
  /** Knowing is all that it demands: once acknowledged it is over. */
  readonly endsWhenAcknowledged: boolean;
  /** What was recorded longer ago raises no alert; it stands in timelines and worklists. */
  readonly raisedWithinDays: number;
  readonly source: string;
}

const ours = 'The time is ours: no statute or guidance fixes it.';

const minutes = { quarterOfAnHour: 15, hour: 60, day: 24 * 60 };

/**
 * A child who is missing is looked for at night too, so time is counted by the clock and not in working days. Whatever an
 * outage kept back is raised late rather than never; a record taken over from earlier years raises nothing.
 */
export const alertRules: readonly AlertRule[] = [
  {
    kind: 'missing-child',
    says: 'When a child is reported missing, every agency on the case is alerted at once.',
    raisedBy: '`ChildReportedMissing`; of one absence the first report that the organisation has',
    endedBy: '`ChildLocated`, or the retraction of the reports',
    levels: ['first', 'supervisors', 'service'],
    escalatesAfterMinutes: minutes.quarterOfAnHour,
    endsWhenAcknowledged: false,
    raisedWithinDays: 365,
    source: `Statutory guidance on children who run away or go missing from home or care (2014): the authority and the police are told at once. ${ours}`,
  },
  {
    kind: 'removal-hold-placed',
    says: 'When a child is not to be removed, every agency on the case that may know of the hold is alerted. Immigration enforcement has its removal check and gets no alert.',
    raisedBy: '`RemovalHoldPlaced`',
    endedBy: 'its acknowledgement, `RemovalHoldLifted`, or its retraction',
    levels: ['first', 'supervisors', 'service'],
    escalatesAfterMinutes: minutes.hour,
    endsWhenAcknowledged: true,
    raisedWithinDays: 7,
    source: ours,
  },
  {
    kind: 'removal-hold-lifted',
    says: 'When a hold is lifted the child may be removed, so every agency on the case that may know of it is alerted.',
    raisedBy: '`RemovalHoldLifted`',
    endedBy: 'its acknowledgement, or its retraction',
    levels: ['first', 'supervisors', 'service'],
    escalatesAfterMinutes: minutes.hour,
    endsWhenAcknowledged: true,
    raisedWithinDays: 7,
    source: ours,
  },
  {
    kind: 'emergency-access',
    says: 'When somebody opens a case in an emergency, the authority responsible for the child and whoever supervises the holder are alerted.',
    raisedBy: '`BreakGlassOpened`',
    endedBy: 'its acknowledgement, or its review',
    levels: ['first', 'service'],
    escalatesAfterMinutes: minutes.day,
    endsWhenAcknowledged: true,
    raisedWithinDays: 7,
    source: ours,
  },
  {
    kind: 'overdue-emergency-review',
    says: 'When nobody has judged an emergency access in 72 hours, those of the holder’s organisation who must are alerted. Its right to emergency access rests meanwhile.',
    raisedBy: '`BreakGlassOpened`, 72 hours later',
    endedBy: '`BreakGlassReviewed`',
    levels: ['first', 'service'],
    escalatesAfterMinutes: minutes.day,
    endsWhenAcknowledged: false,
    raisedWithinDays: 7,
    source: ours,
  },
  {
    kind: 'overdue-review',
    says: 'When the time for a review of a looked-after child or of a child protection plan has passed, the authority that must hold it is alerted.',
    raisedBy: '`DeadlineMissed` of a review by law',
    endedBy: '`DeadlineMet`, or the retraction of the deadline',
    levels: ['first', 'supervisors', 'service'],
    escalatesAfterMinutes: minutes.day,
    endsWhenAcknowledged: false,
    raisedWithinDays: 7,
    source: `Care Planning, Placement and Case Review (England) Regulations 2010, reg 33; Working Together. ${ours}`,
  },
];

const byKind = new Map(alertRules.map((rule) => [rule.kind, rule]));

export const alertRuleOf = (kind: AlertKind): AlertRule => byKind.get(kind)!;

/** Who has the duty where nobody of an organisation works with the child by name. */
export const dutyRoles: Readonly<Record<AgencyFunction, readonly Role[]>> = {
  'children-services': ['duty-worker'],
  police: ['supervisor'],
  border: ['safeguarding-officer'],
  'asylum-casework': ['case-worker'],
  'immigration-enforcement': [],
  'competent-authority': ['decision-maker'],
  health: ['safeguarding-lead'],
  education: ['safeguarding-lead'],
  guardianship: ['coordinator'],
  voluntary: ['support-worker'],
  prosecution: ['reviewing-lawyer'],
  'safeguarding-board': [],
  'analysis-centre': [],
};

/** Who supervises those who work with children. */
export const supervisingRoles: Readonly<Record<AgencyFunction, readonly Role[]>> = {
  ...dutyRoles,
  'children-services': ['team-manager'],
};

/** Who answers for the service: the highest that an organisation of the function has. */
export const answeringRoles: Readonly<Record<AgencyFunction, readonly Role[]>> = {
  ...supervisingRoles,
  'children-services': ['team-manager', 'reviewing-officer'],
  border: ['safeguarding-officer', 'officer'],
  police: ['supervisor', 'investigator'],
};

/** Who holds or chairs a review by law. */
export const reviewingRoles: readonly Role[] = ['reviewing-officer'];
