import type { EventId } from '#kernel';

/**
 * One row of an integrated chronology, in the words in which a board reads it. Everything is text, so that every format
 * shows the same, and the same record gives the same bytes.
 */
export interface ChronologyRow {
  /** `gap`: a time in which no agency has anything on record. */
  readonly kind: 'entry' | 'gap';
  /** The number of the event in the order of recording, so that later records never change it; empty for a gap. */
  readonly reference: string;
  /** Null for a gap, and where the chronology is anonymised. */
  readonly eventId: EventId | null;
  /** Extended Date/Time Format. */
  readonly occurredFrom: string;
  readonly occurredTo: string;
  readonly precision: string;
  /** On the clock of the place of record. */
  readonly recorded: string;
  readonly lag: string;
  readonly agency: string;
  readonly source: string;
  readonly people: string;
  readonly event: string;
  readonly decision: string;
  readonly knownTo: string;
  readonly child: string;
  readonly practice: string;
  readonly deadline: string;
  readonly action: string;
  /** A layer of its own: empty where the chronology is made without it. */
  readonly comment: string;
  readonly significance: string;
  readonly handling: string;
  readonly marks: readonly ChronologyMark[];
}

export type ChronologyMark =
  | 'late-entry'
  | 'corrected'
  | 'withdrawn'
  | 'retracted'
  | 'disputed'
  | 'in-conflict'
  | 'uncertain-date'
  | 'correction'
  | 'stub';

export type ChronologyColumn = Exclude<keyof ChronologyRow, 'kind' | 'eventId' | 'marks'>;

/** The columns in the order in which they are read, with what share of the page each needs. */
export const chronologyColumns: readonly {
  readonly key: ChronologyColumn;
  readonly heading: string;
  readonly width: number;
}[] = [
  { key: 'reference', heading: 'Ref.', width: 2 },
  { key: 'occurredFrom', heading: 'Occurred from', width: 4 },
  { key: 'occurredTo', heading: 'to', width: 4 },
  { key: 'precision', heading: 'Precision', width: 3 },
  { key: 'recorded', heading: 'Recorded', width: 4 },
  { key: 'lag', heading: 'Lag', width: 3 },
  { key: 'agency', heading: 'Agency', width: 5 },
  { key: 'source', heading: 'Source', width: 4 },
  { key: 'people', heading: 'People', width: 4 },
  { key: 'event', heading: 'Event', width: 18 },
  { key: 'decision', heading: 'Decision and rationale', width: 12 },
  { key: 'knownTo', heading: 'Known to whom then', width: 8 },
  { key: 'child', heading: 'Child seen, child’s voice', width: 9 },
  { key: 'practice', heading: 'Expected practice', width: 6 },
  { key: 'deadline', heading: 'Deadline, outcome', width: 6 },
  { key: 'action', heading: 'What followed', width: 6 },
  { key: 'comment', heading: 'Reviewer’s comment', width: 8 },
  { key: 'significance', heading: 'Significance', width: 4 },
  { key: 'handling', heading: 'Handling', width: 5 },
];
