import { declarationOf, hasPart, type EventHeader, type LawfulBasis, type PartSet } from '#casework';
import { LRUCache } from 'lru-cache';
import type { Position, RecordedEvent } from '#event-store';
import { parseOccurred, withoutTimes, type Instant, type OrganisationId } from '#kernel';
import { fromStored, headerDigest, type SealedPart } from '#sealing';

/** An event as the rows of agencies are made from it. */
export interface Material {
  readonly position: Position;
  readonly header: EventHeader;
  readonly parts: readonly SealedPart[];
  /** Each of them as JSON, made once: the ledger has all, and every agency some. */
  readonly partTexts: readonly string[];
  readonly occurredEarliest: Instant;
  readonly kindOfWork: string;
  /** Made when the event is read: a header that has no canonical text parks its group, and not the whole batch. */
  readonly headerDigest: string;
}

/** The log holds an event that this version of the software cannot place: its type, or when it occurred. */
export class EventNotUnderstood extends Error {
  override readonly name = 'EventNotUnderstood';

  constructor(readonly code: 'type' | 'occurred' | 'case') {
    super(`A stored event cannot be placed in a view: ${code}.`);
  }
}

/** Reading a date in EDTF takes a tenth of a millisecond, and most events of a day have the same one. */
const earliest = new LRUCache<string, Instant>({ max: 20_000 });

const earliestOf = (occurred: string): Instant => {
  const known = earliest.get(occurred);
  if (known !== undefined) return known;
  const read = parseOccurred(occurred);
  if (!read.ok) throw new EventNotUnderstood('occurred');
  earliest.set(occurred, read.value.earliest);
  return read.value.earliest;
};

/** @throws MalformedStoredEvent, EventNotUnderstood */
export const materialOf = (event: Pick<RecordedEvent, 'position' | 'data'>): Material => {
  const { header, parts } = fromStored(event.data);
  return material(event.position, header, parts);
};

export const material = (position: Position, header: EventHeader, parts: readonly SealedPart[]): Material => {
  const declaration = declarationOf(header.type);
  if (declaration === undefined) throw new EventNotUnderstood('type');
  return {
    position,
    header,
    parts,
    partTexts: parts.map((part) => JSON.stringify(part)),
    occurredEarliest: earliestOf(header.occurred),
    kindOfWork: declaration.kindOfWork,
    headerDigest: headerDigest(header),
  };
};

/** Those sealed parts that are handed over, as JSON for a column; it is the same text for everyone who has the same. */
export const partsAsText = ({ parts, partTexts }: Material, handed: PartSet): string =>
  `[${partTexts.filter((_, index) => hasPart(handed, parts[index]!.part)).join()}]`;

/** What of a header an agency is handed: nothing of who else may have the event, nor why. */
export interface ToldOfHeader {
  readonly occurred: string;
  readonly organisation: OrganisationId;
  readonly kindOfWork: string;
  /** The rest is null for a stub. */
  readonly version: number | null;
  readonly recordedAt: Instant | null;
  /** On what basis a disclosure was made; null for every other event. */
  readonly lawfulBasis: LawfulBasis | null;
  /** What the parts are bound to. */
  readonly digest: string | null;
}

export const toldOfHeader = (from: Material, stub: boolean): ToldOfHeader => ({
  // A stub has a date: the time of day may tell who was at the desk, and so which child it was.
  occurred: stub ? withoutTimes(from.header.occurred) : from.header.occurred,
  organisation: from.header.recordedBy.organisation,
  kindOfWork: from.kindOfWork,
  version: stub ? null : from.header.version,
  recordedAt: stub ? null : from.header.recordedAt,
  // Whoever is given something has to be able to say on what basis; of the rest it is the recorder's own affair.
  lawfulBasis: stub || from.header.type !== 'DisclosureMade' ? null : from.header.lawfulBasis,
  digest: stub ? null : from.headerDigest,
});
