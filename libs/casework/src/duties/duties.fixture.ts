import { derivedId, type EventId, type Instant } from '#kernel';
import { evolveCase, emptyCase, foldCase } from '../case-state.js';
import type { OpenedEvent } from '../declaration/case-event.js';
import { concernsOf, partsOf } from '../declaration/parts-of.js';
import { childsCase, eventsOf, registered, type Act, type Agency } from '../story.fixture.js';
import { dutiesToRecord, openDeadlines, type DutyRecord } from './duties-to-record.js';

const agency = (id: string, agencyFunction: Agency['function']): Agency => ({ id, function: agencyFunction });
export const southquay = agency('southquay', 'children-services');
export const fairholt = agency('fairholt', 'children-services');
export const northmere = agency('northmere', 'children-services');
export const westmarchPolice = agency('westmarch-police', 'police');
export const northmerePolice = agency('northmere-police', 'police');
export const harbour = agency('harbour', 'voluntary');
const known = [...registered, southquay, fairholt, northmere, westmarchPolice, northmerePolice, harbour];

export const functionOf = (id: string) => known.find((one) => one.id === id)?.function;

/** The event that a duty record becomes, as the system records it. */
const recorded = (record: DutyRecord, at: Instant): OpenedEvent => ({
  header: {
    id: derivedId(childsCase, 'duty', record.key),
    stream: `case-${childsCase}`,
    type: record.declaration.type,
    version: record.declaration.version,
    caseId: childsCase,
    recordedBy: { organisation: 'throughline', person: 'duty-clock', role: 'system' },
    occurred: record.occurred,
    recordedAt: at,
    source: 'own-act',
    parts: [...partsOf(record.declaration, record.details).keys()],
    handling: record.handling,
    lawfulBasis: null,
    correlation: derivedId(record.key),
    causation: null,
    relations: record.relations,
    concerns: concernsOf(record.declaration, record.details),
  },
  details: record.details,
});

/** What a case holds after its deadlines were looked at once, now. */
export const lookedAt = (events: readonly OpenedEvent[], now: Instant): readonly OpenedEvent[] => [
  ...events,
  ...dutiesToRecord(foldCase(events), now, functionOf).toRecord.map((record) => recorded(record, now)),
];

/** The same where somebody looked at each of these instants, with what was on record by then. */
export const lookedAtEach = (
  events: readonly OpenedEvent[],
  instants: readonly Instant[],
): readonly OpenedEvent[] => {
  const waiting = [...events];
  let onRecord: OpenedEvent[] = [];
  for (const now of [...instants].sort()) {
    while (waiting[0] !== undefined && waiting[0].header.recordedAt <= now)
      onRecord.push(...waiting.splice(0, 1));
    onRecord = [...lookedAt(onRecord, now)];
  }
  return onRecord;
};

export const caseAt = (events: readonly OpenedEvent[]) => events.reduce(evolveCase, emptyCase);

/** What is said of deadlines on a case of these acts, looked at once: in the order in which it came to be. */
export const saidOf = (acts: readonly Act[], now: Instant): readonly DutyRecord[] =>
  dutiesToRecord(foldCase(eventsOf(acts)), now, functionOf).toRecord;

const stated = (field: unknown, before = ''): readonly string[] =>
  typeof field === 'string' || typeof field === 'number' ? [`${before}${field}`] : [];

/** In a line: `Missed referral-decision@2001-04 due 2008-10-01 at 2008-10-02T00:00:00+01:00`. */
export const inALine = ({ declaration, details, occurred }: DutyRecord): string =>
  [
    declaration.type.replace('Deadline', ''),
    ...stated(details.rule),
    ...stated(details.due, 'due '),
    ...(declaration.type === 'DeadlineSet' ? [] : [`at ${occurred}`]),
    ...stated(details.minutesLate, 'late by '),
  ].join(' ');

export const linesOf = (acts: readonly Act[], now: Instant): readonly string[] =>
  saidOf(acts, now).map(inALine);

/** The deadlines that are open on a case of these acts, after a look now. */
export const openAt = (acts: readonly Act[], now: Instant) =>
  openDeadlines(caseAt(lookedAt(eventsOf(acts), now)), functionOf);

/** The event that started what a record is about. */
export const startOf = ({ relations }: DutyRecord): EventId | undefined => relations[0]?.event;
