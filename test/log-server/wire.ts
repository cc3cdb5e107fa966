import type { RecordedEvent } from '#event-store';
import { numbersOf, positionOf, type Position } from '#event-store';
import { shared, streams } from './protocol.js';

/** An event as the server tells of it; also those of the system, which the store behind does not hold. */
export interface ToldEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly revision: bigint;
  /** Commit and prepare position alike. */
  readonly place: bigint;
  readonly data: string;
  readonly metadata: string;
  readonly appendedAt: string;
}

/** Positions have gaps: the store's event n stands at 10 n, and what the system writes stands between. */
const spread = 10n;
export const placeOf = (position: Position): bigint => numbersOf(position).commit * spread;
/** The store's last event at or before a place. */
export const positionAt = (place: bigint): Position => positionOf(place / spread, place / spread);

/** Streams that hold what the store behind has no event for: which streams were tombstoned. */
export const tombstones = 'log-server-tombstones';
const afterTheLast = 9_223_372_036_854_775_807n;

/** A tombstone stands in the whole log as an event of the stream that it closes. */
export const told = (event: RecordedEvent): ToldEvent => {
  const isTombstone = event.stream === tombstones;
  return {
    id: event.id,
    stream: isTombstone ? (event.data as string) : event.stream,
    type: isTombstone ? '$streamDeleted' : event.type,
    revision: isTombstone ? afterTheLast : BigInt(event.revision),
    place: placeOf(event.position),
    data: JSON.stringify(event.data),
    metadata: event.metadata === null ? '' : JSON.stringify(event.metadata),
    appendedAt: event.appendedAt,
  };
};

/** The system's own event after the store's event, where there is one: statistics, and metadata of a stream. */
export const systemEventAfter = ({ id, stream, place, appendedAt }: ToldEvent): ToldEvent | undefined => {
  const number = place / spread;
  if (number % 3n !== 1n) return undefined;
  const isMetadata = number % 2n === 1n;
  return {
    id: id.replace(/^.{8}/, '00000000'),
    stream: isMetadata ? `$$${stream}` : '$stats-127.0.0.1:2113',
    type: isMetadata ? '$metadata' : '$statsCollected',
    revision: number,
    place: place + 5n,
    data: '{}',
    metadata: '',
    appendedAt,
  };
};

export const streamIdentifier = (name: string) =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

export const nameOf = (identifier: InstanceType<typeof shared.StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const mask = (1n << 64n) - 1n;

export const idOf = (uuid: InstanceType<typeof shared.UUID> | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString() ?? '';
  const hex = (bits: string) => (BigInt(bits) & mask).toString(16).padStart(16, '0');
  return `${hex(structured.getMostSignificantBits())}${hex(structured.getLeastSignificantBits())}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  );
};

export const uuid = (id: string, isStructured: boolean) => {
  if (!isStructured) return new shared.UUID().setString(id);
  const hex = id.replaceAll('-', '');
  const bits = (part: string) => BigInt.asIntN(64, BigInt(`0x${part}`)).toString();
  return new shared.UUID().setStructured(
    new shared.UUID.Structured()
      .setMostSignificantBits(bits(hex.slice(0, 16)))
      .setLeastSignificantBits(bits(hex.slice(16))),
  );
};

const ticksInMillisecond = 10_000n;

/** One event as an answer to a read. */
export const readResponse = (event: ToldEvent, hasStructuredIds: boolean) => {
  const place = event.place.toString();
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(uuid(event.id, hasStructuredIds))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(event.revision.toString())
    .setCommitPosition(place)
    .setPreparePosition(place)
    .setData(Buffer.from(event.data, 'utf8'))
    .setCustomMetadata(Buffer.from(event.metadata, 'utf8'));
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', 'application/json')
    .set('created', (BigInt(Date.parse(event.appendedAt)) * ticksInMillisecond).toString());
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(place),
  );
};
