import {
  concernsOf,
  declarationOf,
  openHandling,
  partsIn,
  partsOf,
  type EventDeclaration,
  type EventHeader,
  type PartName,
  type PartValues,
} from '#casework';
import { randomId, type Instant, type Json } from '#kernel';
import type { Asked, CaseTouch, Reader } from '../api.js';

/** An access record that is not sealed yet. */
export interface AccessRecord {
  readonly declaration: EventDeclaration;
  readonly header: EventHeader;
  readonly parts: ReadonlyMap<PartName, PartValues>;
}

/** One record can list so many events; a summary of a long case may need several records. */
const mostEvents = 1_000;

/** The records of one case that an answer touches: one, unless it tells of more than a thousand events. */
export const accessRecords = (
  reader: Reader,
  touch: CaseTouch,
  recordedAt: Instant,
): readonly AccessRecord[] => {
  if (touch.outcome === 'denied') return [denied(reader, touch, recordedAt)];
  const runs: (readonly CaseTouch['events'][number][])[] = [];
  for (let first = 0; first === 0 || first < touch.events.length; first += mostEvents) {
    runs.push(touch.events.slice(first, first + mostEvents));
  }
  return runs.map((events) => read(reader, { ...touch, events }, recordedAt));
};

const commonDetails = ({ principal, purpose, correlation }: Reader, touch: CaseTouch) => ({
  readerOrganisation: principal.organisation,
  readerPerson: principal.person,
  readerRole: principal.role,
  purpose,
  request: correlation,
  policyInForce: touch.policyVersion ?? 'none',
  decidingPolicies: touch.decidedBy,
});

/** By whichever way the feed would have been delivered, whoever is refused it has asked for the same. */
const deliveries: ReadonlySet<Asked> = new Set(['subscription', 'feed', 'notification']);

/** What a record names as a way of its own; everything else is a query. */
const ownWays: ReadonlySet<Asked> = new Set([...deliveries, 'access-log', 'export']);

const read = (reader: Reader, touch: CaseTouch, recordedAt: Instant): AccessRecord => {
  const { caseId } = touch;
  if (caseId === null) throw new RangeError('Only a denial may be about no case.');
  const outcome = touch.whole ? 'given' : 'given-in-part';
  return record(reader, 'RecordRead', `access-${caseId}`, caseId, recordedAt, {
    ...commonDetails(reader, touch),
    caseRead: caseId,
    by: ownWays.has(touch.asked) ? touch.asked : 'query',
    handedOver: touch.events.map(({ eventId, parts }) => ({ event: eventId, parts: partsIn(parts) })),
    asOf: touch.asOf,
    viewPosition: touch.viewPosition ?? 'none',
    outcome: touch.events.length === 0 ? 'nothing-to-give' : outcome,
  });
};

const denied = (reader: Reader, touch: CaseTouch, recordedAt: Instant): AccessRecord => {
  // A case that the organisation does not have gets no stream of its own: anybody could make up such cases.
  const caseId = touch.caseKnown ? touch.caseId : null;
  return record(reader, 'AccessDenied', `access-${caseId ?? 'denied'}`, caseId, recordedAt, {
    ...commonDetails(reader, touch),
    caseAsked: touch.caseId,
    eventAsked: touch.events[0]?.eventId ?? null,
    asked: deliveries.has(touch.asked) ? 'feed' : touch.asked,
    denial: touch.denial ?? 'not-found',
  });
};

const record = (
  { principal, correlation }: Reader,
  type: string,
  stream: string,
  caseId: string | null,
  recordedAt: Instant,
  details: Readonly<Record<string, Json>>,
): AccessRecord => {
  const declaration = declarationOf(type);
  if (declaration === undefined) throw new RangeError(`There is no type of event named ${type}.`);
  const parts = partsOf(declaration, details);
  const { organisation, person, role } = principal;
  return {
    declaration,
    parts,
    header: {
      id: randomId(),
      stream,
      type,
      version: declaration.version,
      caseId,
      recordedBy: { organisation, person, role },
      occurred: recordedAt,
      recordedAt,
      source: 'own-act',
      parts: [...parts.keys()],
      handling: openHandling,
      lawfulBasis: null,
      correlation,
      causation: null,
      relations: [],
      concerns: concernsOf(declaration, details),
    },
  };
};
