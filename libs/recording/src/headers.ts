import {
  concernsOf,
  partNames,
  partsOf,
  type Author,
  type DecidedEvent,
  type EventHeader,
  type PartName,
  type Proposal,
} from '#casework';
import type { EventId, Json } from '#kernel';
import type { RecordRequest } from './api.js';
import type { Destination } from './destination.js';
import { handlingOf } from './handling.js';

/** An event that is decided and has its header, and whose parts are not sealed yet. */
export interface Drafted {
  readonly decided: DecidedEvent;
  readonly header: EventHeader;
  readonly parts: ReadonlyMap<PartName, Json>;
}

/** What a header needs to know of the act. */
type Drafting = Pick<Proposal, 'occurred' | 'source' | 'lawfulBasis' | 'relations' | 'recordedAt'> & {
  readonly recorder: Author;
};

/** Writes the header of each decided event. An event that follows another is by the same author, and names its cause. */
export const draft = (
  decided: readonly DecidedEvent[],
  proposal: Drafting,
  to: Pick<Destination, 'stream' | 'caseId' | 'eventIds'>,
  { handling, correlation }: Pick<RecordRequest, 'handling' | 'correlation'>,
): readonly Drafted[] => {
  const ids = decided.map((_event, ordinal) => to.eventIds(ordinal));
  return decided.map((event, ordinal) => {
    const parts = partsOf(event.declaration, event.details);
    const present = partNames.filter((part) => parts.has(part));
    const { organisation, person, role } = proposal.recorder;
    const header: EventHeader = {
      id: ids[ordinal]!,
      stream: to.stream,
      type: event.declaration.type,
      version: event.declaration.version,
      caseId: to.caseId,
      recordedBy: { organisation, person, role },
      occurred: proposal.occurred.text,
      recordedAt: proposal.recordedAt,
      source: proposal.source,
      parts: present,
      handling: handlingOf(handling, proposal.source, present),
      lawfulBasis: proposal.lawfulBasis,
      correlation,
      causation: causeOf(event, ids),
      relations: event.causedBy === null ? proposal.relations : [],
      concerns: concernsOf(event.declaration, event.details),
    };
    return { decided: event, header, parts };
  });
};

const causeOf = ({ causedBy }: DecidedEvent, ids: readonly EventId[]): EventId | null =>
  causedBy === null ? null : ids[causedBy]!;
