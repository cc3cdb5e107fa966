import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import { BreakGlassEnded, BreakGlassOpened, BreakGlassReviewed } from '../access-and-review/access-events.js';
import {
  evolveEmergencyAccess,
  noEmergencyAccess,
  reviewOfEmergencyAccessDue,
  type EmergencyAccessState,
} from '../access-and-review/emergency-access.js';
import { RemovalHoldLifted, RemovalHoldPlaced } from '../asylum/events.js';
import { DeadlineMet, DeadlineMissed, type Duty } from '../duties/deadline-events.js';
import { EventRetracted } from '../integrity/events.js';
import { retractedBy } from '../integrity/retraction.js';
import { ChildLocated, ChildReportedMissing } from '../missing/events.js';
import { missing } from '../missing/state.js';
import type { EventHeader } from '../vocabulary/event-header.js';
import type { AlertKind } from './alert-events.js';

/** Somebody got into a case in an emergency. */
export interface AlertedGrant {
  readonly organisation: OrganisationId;
  readonly holder: PersonId;
}

/** Something that stands now and of which organisations are to be alerted. */
export interface Matter {
  readonly kind: AlertKind;
  readonly caseId: CaseId;
  /** The events that tell it, the first recorded first: an organisation is alerted to the first of them that it may have. */
  readonly events: readonly EventHeader[];
  /** From when on it is a matter: when it was recorded, or when a time had passed. */
  readonly from: Instant;
  /** The only organisation that it is a matter for; null: every one on the case. */
  readonly liesWith: OrganisationId | null;
  /** The emergency access that it is about; null where it is about none. */
  readonly grant: AlertedGrant | null;
}

/** Reviews that a law or the guidance under it demands. */
const reviewsByLaw: ReadonlySet<Duty> = new Set<Duty>(['looked-after-review', 'protection-plan-review']);

/** What may raise an alert, by type. */
export const typesThatRaiseAlerts: ReadonlySet<string> = new Set(
  [ChildReportedMissing, RemovalHoldPlaced, RemovalHoldLifted, BreakGlassOpened, DeadlineMissed].map(
    ({ type }) => type,
  ),
);

/** What may end an alert, by type; who may know of one is changed by others besides. */
export const typesThatEndAlerts: ReadonlySet<string> = new Set(
  [ChildLocated, BreakGlassEnded, BreakGlassReviewed, DeadlineMet, EventRetracted].map(({ type }) => type),
);

const about = ({ relations }: EventHeader): readonly EventId[] =>
  relations.filter(({ kind }) => kind === 'about').map(({ event }) => event);

const named = ({ concerns }: EventHeader, field: string): string | null => {
  const value = concerns[field];
  return typeof value === 'string' ? value : null;
};

/** One matter for each open absence: several reports of it are told once. */
const missingChildren = (caseId: CaseId, headers: readonly EventHeader[]): readonly Matter[] => {
  const byId = new Map(headers.map((header) => [header.id, header]));
  const { episodes } = headers.reduce(
    (known, header) => missing.evolve(known, { header, details: header.concerns }),
    missing.begin,
  );
  return episodes
    .filter(({ located }) => located.length === 0)
    .flatMap(({ reports }) => {
      const events = reports.map((id) => byId.get(id)).filter((header) => header !== undefined);
      const [first] = events;
      return first === undefined ? [] : [plain('missing-child', caseId, events)];
    });
};

const plain = (kind: AlertKind, caseId: CaseId, events: readonly EventHeader[]): Matter => ({
  ...{ kind, caseId, events, from: events[0]!.recordedAt, liesWith: null, grant: null },
});

const removalHolds = (
  caseId: CaseId,
  headers: readonly EventHeader[],
  retracted: ReadonlySet<EventId>,
): readonly Matter[] => {
  const lifted = new Set(
    headers.filter(({ type, id }) => type === RemovalHoldLifted.type && !retracted.has(id)).flatMap(about),
  );
  return headers.flatMap((header): readonly Matter[] => {
    if (retracted.has(header.id)) return [];
    if (header.type === RemovalHoldLifted.type) return [plain('removal-hold-lifted', caseId, [header])];
    if (header.type !== RemovalHoldPlaced.type || lifted.has(header.id)) return [];
    return [plain('removal-hold-placed', caseId, [header])];
  });
};

const overdueReviews = (
  caseId: CaseId,
  headers: readonly EventHeader[],
  retracted: ReadonlySet<EventId>,
): readonly Matter[] => {
  const clock = (header: EventHeader) => `${named(header, 'duty')} ${about(header)[0]}`;
  const met = new Set(
    headers.filter(({ type, id }) => type === DeadlineMet.type && !retracted.has(id)).map(clock),
  );
  return headers.flatMap((header): readonly Matter[] => {
    if (header.type !== DeadlineMissed.type || retracted.has(header.id) || met.has(clock(header))) return [];
    if (!reviewsByLaw.has(named(header, 'duty') as Duty)) return [];
    const responsible = named(header, 'responsible');
    // Of whom a case does not tell who must hold the review, nobody is alerted in their place.
    return responsible === null
      ? []
      : [{ ...plain('overdue-review', caseId, [header]), liesWith: responsible }];
  });
};

/** What of the headers of one case, in the order of its stream, is to be alerted to now. */
export const mattersOfCase = (caseId: CaseId, headers: readonly EventHeader[]): readonly Matter[] => {
  const retracted = new Set(headers.flatMap((header) => retractedBy({ header, details: header.concerns })));
  return [
    ...missingChildren(caseId, headers),
    ...removalHolds(caseId, headers, retracted),
    ...overdueReviews(caseId, headers, retracted),
  ];
};

/** What of an emergency access is to be alerted to now or later, from the headers of its stream. */
export const mattersOfGrant = (headers: readonly EventHeader[]): readonly Matter[] => {
  const access: EmergencyAccessState = headers.reduce(evolveEmergencyAccess, noEmergencyAccess);
  const { opened, reviewedAt } = access;
  const header = headers.find(({ type }) => type === BreakGlassOpened.type);
  if (opened === null || header === undefined || reviewedAt !== null) return [];
  const { caseId, organisation, holder, openedAt } = opened;
  const grant = { organisation, holder };
  const due = reviewOfEmergencyAccessDue(openedAt);
  return [
    { ...plain('emergency-access', caseId, [header]), grant },
    {
      ...plain('overdue-emergency-review', caseId, [header]),
      ...{ grant, liesWith: organisation },
      from: new Date(Date.parse(due) + 1).toISOString(),
    },
  ];
};
