import type { RecordedEvent as ClientEvent } from '@kurrent/kurrentdb-client';
import type { Json } from '#kernel';
import type { RecordedEvent } from '../port.js';
import { positionOf, type Position } from '../position.js';

/** An event as the client gives it, of which the position is always there on the servers that are supported. */
export type Given = Pick<
  ClientEvent,
  'id' | 'type' | 'streamId' | 'revision' | 'created' | 'position' | 'isJson'
> & { readonly data: unknown; readonly metadata?: unknown };

export const positionOfGiven = ({ position }: Pick<Given, 'position'>): Position =>
  positionOf(position?.commit ?? 0n, position?.prepare ?? 0n);

/** The system's own events are named so, also where they stand in a stream of ours: a tombstone does. */
export const isOfTheSystem = ({ type, streamId }: Pick<Given, 'type' | 'streamId'>): boolean =>
  type.startsWith('$') || streamId.startsWith('$');

/** What was not written as JSON was not written by this adapter; its bytes are given as text. */
const asJson = (value: unknown): Json =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : ((value ?? null) as Json);

export const recorded = (given: Given): RecordedEvent => ({
  id: given.id,
  type: given.type,
  stream: given.streamId,
  revision: Number(given.revision),
  position: positionOfGiven(given),
  data: asJson(given.data),
  metadata: asJson(given.metadata),
  appendedAt: given.created.toISOString(),
});
