import type { EventId } from '#kernel';
import type { Details, OpenedEvent } from '../declaration/case-event.js';
import type { EventHeader, RelationKind } from '../vocabulary/event-header.js';
import { DeadlineExtended, DeadlineMet, DeadlineMissed, DeadlineSet } from './deadline-events.js';

/** The events that say what became of a clock. */
export const deadlineEvents = [DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineExtended] as const;
export type DeadlineEvent = (typeof deadlineEvents)[number];

/** What has been recorded of a deadline. */
export interface Statement {
  readonly event: EventId;
  readonly type: string;
  /** The rule with its version. */
  readonly rule: string;
  /** In EDTF, as it was stated. */
  readonly due: string;
  /** The event that started the clock. */
  readonly start: EventId;
  /** Every event on which it rests: what started the clock, and what met or extended it. */
  readonly restsOn: readonly EventId[];
  /** Its place among what this slice was told. */
  readonly order: number;
}

const related = ({ relations }: EventHeader, kind: RelationKind): readonly EventId[] =>
  relations.filter((relation) => relation.kind === kind).map(({ event }) => event);

/** The statement that an event is; undefined where it is none. What it names first is what started the clock. */
export const statementIn = (event: OpenedEvent, order: number): Statement | undefined => {
  if (!deadlineEvents.some((declaration) => declaration.is(event))) return undefined;
  const { rule, due } = event.details as Details<typeof DeadlineSet>;
  const [start] = related(event.header, 'about');
  if (start === undefined) return undefined;
  return {
    event: event.header.id,
    type: event.header.type,
    rule,
    due,
    start,
    restsOn: [start, ...related(event.header, 'reliesOn')],
    order,
  };
};
