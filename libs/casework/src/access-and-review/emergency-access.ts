import {
  parseOccurred,
  type CaseId,
  type EventId,
  type Instant,
  type OrganisationId,
  type PersonId,
} from '#kernel';
import type { EventHeader } from '../vocabulary/event-header.js';
import { BreakGlassEnded, BreakGlassOpened, BreakGlassReviewed } from './access-events.js';

/** For how many hours an emergency access may be opened. It is fixed at its opening; whoever needs more says why again. */
export const emergencyAccessHours = { usual: 4, least: 1, most: 12 } as const;

const hour = 3_600_000;

/** Within how many hours of its opening it is to be reviewed. */
const hoursToReview = 72;

const after = (instant: Instant, hours: number): Instant =>
  new Date(Date.parse(instant) + hours * hour).toISOString();

/** When an emergency access of so many hours that is opened now ends by itself. */
export const emergencyAccessUntil = (openedAt: Instant, hours: number): Instant => after(openedAt, hours);

/** The last instant at which its review is in time. */
export const reviewOfEmergencyAccessDue = (openedAt: Instant): Instant => after(openedAt, hoursToReview);

/** An emergency access as it was opened. */
export interface OpenedEmergencyAccess {
  readonly event: EventId;
  readonly caseId: CaseId;
  readonly holder: PersonId;
  /** Of the holder. */
  readonly organisation: OrganisationId;
  readonly openedAt: Instant;
  /** When it ends by itself. */
  readonly until: Instant;
}

/** What is known of one emergency access, from the headers of its stream alone. */
export interface EmergencyAccessState {
  /** Null before it is opened. */
  readonly opened: OpenedEmergencyAccess | null;
  /** When its end was recorded; it may have run out before. */
  readonly endedAt: Instant | null;
  readonly reviewedAt: Instant | null;
  readonly lastRecordedAt: Instant | null;
}

export const noEmergencyAccess: EmergencyAccessState = {
  opened: null,
  endedAt: null,
  reviewedAt: null,
  lastRecordedAt: null,
};

const textIn = ({ concerns }: EventHeader, field: string): string => {
  const value = concerns[field];
  return typeof value === 'string' ? value : '';
};

const openedBy = (header: EventHeader): OpenedEmergencyAccess => {
  const until = parseOccurred(textIn(header, 'until'));
  return {
    event: header.id,
    caseId: textIn(header, 'caseOpened'),
    holder: textIn(header, 'grantedTo'),
    organisation: textIn(header, 'organisation'),
    openedAt: header.recordedAt,
    // An access whose end cannot be read is over at once rather than never.
    until: until.ok && until.value.latest !== null ? until.value.latest : header.recordedAt,
  };
};

/** What is known of an emergency access after one more event of its stream. */
export const evolveEmergencyAccess = (
  state: EmergencyAccessState,
  header: EventHeader,
): EmergencyAccessState => {
  const { type, recordedAt } = header;
  const dated = { ...state, lastRecordedAt: recordedAt };
  switch (type) {
    case BreakGlassOpened.type:
      return { ...dated, opened: openedBy(header) };
    case BreakGlassEnded.type:
      return { ...dated, endedAt: recordedAt };
    case BreakGlassReviewed.type:
      return { ...dated, reviewedAt: recordedAt };
    default:
      return dated;
  }
};

/** Whether it gives access at this instant. */
export const isOpenAt = ({ opened, endedAt }: EmergencyAccessState, now: Instant): boolean =>
  opened !== null && endedAt === null && now < opened.until;

/** Whether its time has run out and nobody has recorded its end. */
export const hasRunOutAt = ({ opened, endedAt }: EmergencyAccessState, now: Instant): boolean =>
  opened !== null && endedAt === null && now >= opened.until;

/** Whether nobody has reviewed it in the time that there is for it. */
export const reviewIsOverdueAt = ({ opened, reviewedAt }: EmergencyAccessState, now: Instant): boolean =>
  opened !== null && reviewedAt === null && now > reviewOfEmergencyAccessDue(opened.openedAt);

/** Said in the record of the review; whoever reviews does not say it. */
export const timeOfReview = (openedAt: Instant, reviewedAt: Instant): 'in-time' | 'late' =>
  reviewedAt <= reviewOfEmergencyAccessDue(openedAt) ? 'in-time' : 'late';
