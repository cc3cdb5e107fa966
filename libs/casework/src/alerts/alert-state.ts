import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { EventHeader } from '../vocabulary/event-header.js';
import {
  AlertAcknowledged,
  AlertEnded,
  AlertEscalated,
  alertLevels,
  AlertRaised,
  type AlertEnd,
  type AlertKind,
  type AlertLevel,
} from './alert-events.js';
import { alertRuleOf } from './alert-rules.js';

/** What an alert is, and of whom; it never changes. */
export interface AlertSubject {
  readonly organisation: OrganisationId;
  readonly caseId: CaseId;
  readonly kind: AlertKind;
  /** The event that it tells of. */
  readonly event: EventId;
}

/** Whom an alert is for. */
export interface AlertAudience {
  readonly people: readonly PersonId[];
  readonly roles: readonly string[];
}

/** What is known of an alert from the headers of its stream alone. */
export interface AlertState {
  /** Null before it is raised. */
  readonly subject: AlertSubject | null;
  /** How often it was raised: what was over may come to be so again. */
  readonly raised: number;
  readonly raisedAt: Instant | null;
  readonly level: AlertLevel;
  /** Since when it is for those whom it is for. */
  readonly levelSince: Instant | null;
  readonly audience: AlertAudience;
  readonly acknowledged: { readonly by: PersonId; readonly at: Instant } | null;
  readonly ended: { readonly because: AlertEnd; readonly at: Instant } | null;
  readonly lastRecordedAt: Instant | null;
  /** The event by which it was raised last. */
  readonly raisedBy: EventId | null;
}

export const noAlert: AlertState = {
  subject: null,
  raised: 0,
  raisedAt: null,
  level: 'first',
  levelSince: null,
  audience: { people: [], roles: [] },
  acknowledged: null,
  ended: null,
  lastRecordedAt: null,
  raisedBy: null,
};

const text = ({ concerns }: EventHeader, field: string): string => {
  const value = concerns[field];
  return typeof value === 'string' ? value : '';
};

const texts = ({ concerns }: EventHeader, field: string): readonly string[] => {
  const value = concerns[field];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

const levelIn = (header: EventHeader): AlertLevel =>
  alertLevels.find((level) => level === text(header, 'level')) ?? 'service';

const subjectIn = (header: EventHeader): AlertSubject => ({
  organisation: text(header, 'organisation'),
  caseId: text(header, 'caseConcerned'),
  kind: text(header, 'kind') as AlertKind,
  event: text(header, 'event'),
});

const addressedTo = (header: EventHeader) => ({
  level: levelIn(header),
  levelSince: header.recordedAt,
  audience: { people: texts(header, 'people'), roles: texts(header, 'roles') },
});

/** What is known of an alert after one more event of its stream. */
export const evolveAlert = (state: AlertState, header: EventHeader): AlertState => {
  const { type, recordedAt } = header;
  const dated = { ...state, lastRecordedAt: recordedAt };
  switch (type) {
    case AlertRaised.type:
      return {
        ...dated,
        ...addressedTo(header),
        subject: subjectIn(header),
        raised: state.raised + 1,
        raisedAt: recordedAt,
        raisedBy: header.id,
        acknowledged: null,
        ended: null,
      };
    case AlertEscalated.type:
      return { ...dated, ...addressedTo(header) };
    case AlertAcknowledged.type:
      return { ...dated, acknowledged: { by: text(header, 'acknowledgedBy'), at: recordedAt } };
    case AlertEnded.type:
      return {
        ...dated,
        ended: { because: text(header, 'because') === 'over' ? 'over' : 'not-theirs', at: recordedAt },
      };
    default:
      return dated;
  }
};

/** Whether it still tells of something: it was raised, has not ended, and is of no kind of which knowing is enough. */
export const alertIsOpen = ({ subject, ended, acknowledged }: AlertState): boolean =>
  subject !== null &&
  ended === null &&
  !(acknowledged !== null && alertRuleOf(subject.kind).endsWhenAcknowledged);
