import { isId, type EventId, type Json } from '#kernel';
import { RefusedInput, TooLarge } from './errors.js';
import type { ExpectedRevision, NewEvent } from './port.js';

/** The most that one append may hold, in bytes as `sizeOf` counts them: the limit of a KurrentDB server. */
export const largestAppend = 1_048_576;

/** An event whose data is already text: what follows can no longer fail because of what the caller gave. */
export interface AdmittedEvent {
  readonly id: EventId;
  readonly type: string;
  readonly data: string;
  readonly metadata: string | null;
  readonly bytes: number;
}

const streamName = /^[a-z0-9][a-z0-9-]{0,199}$/;
const eventType = /^[A-Za-z][\w.-]{0,199}$/;
/** Deep enough for any document, and what ends the walk through a value that contains itself. */
const deepest = 64;

/** Throws `RefusedInput` unless the name is one that every adapter takes. */
export const admitStream = (stream: string): void => {
  if (typeof stream !== 'string' || !streamName.test(stream))
    throw new RefusedInput('The name of a stream is up to 200 lower case letters, digits and hyphens.');
};

export const admitExpectation = (stream: string, expected: ExpectedRevision): void => {
  if (expected === 'any' || expected === 'no-stream' || expected === 'stream-exists') return;
  if (!Number.isSafeInteger(expected) || expected < 0)
    throw new RefusedInput(`A revision expected of stream ${stream} is a whole number from 0.`);
};

export const admitPrefixes = (prefixes: readonly string[] | undefined): void => {
  if (prefixes === undefined) return;
  if (prefixes.length === 0 || !prefixes.every((prefix) => streamName.test(prefix)))
    throw new RefusedInput(
      'A filter by stream has one or more beginnings of names, and none of them is empty.',
    );
};

export const admitCount = (name: string, count: number | undefined): void => {
  if (count !== undefined && (!Number.isSafeInteger(count) || count < 1))
    throw new RefusedInput(`${name} is a whole number from 1.`);
};

/** Checks and serialises a whole append before anything is written. Throws `RefusedInput`, `TooLarge`. */
export const admitEvents = (stream: string, events: readonly NewEvent[]): AdmittedEvent[] => {
  const admitted = events.map((event, index) => admitEvent(stream, event, index + 1));
  if (admitted.length > 1 && new Set(events.map(({ id }) => id)).size < events.length)
    throw new RefusedInput(`An append to stream ${stream} holds one event id twice.`);
  const bytes = admitted.reduce((sum, event) => sum + event.bytes, 0);
  if (bytes > largestAppend) throw new TooLarge(stream, bytes, largestAppend);
  return admitted;
};

const admitEvent = (
  stream: string,
  { id, type, data, metadata }: NewEvent,
  ordinal: number,
): AdmittedEvent => {
  const refuse = (reason: string) =>
    new RefusedInput(`Event ${ordinal} of an append to stream ${stream} ${reason}.`);
  if (!isId(id) || id !== id.toLowerCase()) throw refuse('has an id that is no UUID in lower case');
  if (typeof type !== 'string' || !eventType.test(type)) throw refuse('has no usable type');
  const obstacle =
    withoutJsonForm(data, 0) ?? (metadata === undefined ? undefined : withoutJsonForm(metadata, 0));
  if (obstacle !== undefined) throw refuse(`holds what JSON cannot: ${obstacle}`);
  const text = JSON.stringify(data);
  const metadataText = metadata === undefined ? null : JSON.stringify(metadata);
  // As the server counts: a type is kept in two bytes for each character.
  const bytes =
    Buffer.byteLength(text) + (metadataText ? Buffer.byteLength(metadataText) : 0) + 2 * type.length;
  return { id, type, data: text, metadata: metadataText, bytes };
};

/**
 * Why a value would not come back as it went in, or undefined where it would. `JSON.stringify` alone does not tell:
 * it makes null of NaN, `{}` of a Map, and throws for a BigInt, which inside a client can end the process.
 */
const withoutJsonForm = (value: Json | undefined, depth: number): string | undefined => {
  if (depth > deepest) return `more than ${deepest} levels`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number that is not finite';
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const obstacle = withoutJsonForm(item, depth + 1);
      if (obstacle !== undefined) return obstacle;
    }
    return undefined;
  }
  if (Object.prototype.toString.call(value) !== '[object Object]' || 'toJSON' in (value as object))
    return `a value of type ${typeof value}`;
  for (const item of Object.values(value as Record<string, Json | undefined>)) {
    const obstacle = item === undefined ? undefined : withoutJsonForm(item, depth + 1);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
};
