import type { Position } from '#event-store';
import { accepted, refused, type EventId, type Result } from '#kernel';
import type { RecordingRefusal } from './api.js';
import type { LoadedStream, Remembered } from './loaded-streams.js';

export interface RecordedEarlier {
  readonly original: Remembered;
  /** Of the last event that the action appended. */
  readonly position: Position;
}

/**
 * What an action recorded the first time, where it is in the log already; a conflict where its ids were used for other
 * input. Undefined where it is new.
 */
export const recordedEarlier = (
  { events }: Pick<LoadedStream<unknown>, 'events'>,
  eventIds: (ordinal: number) => EventId,
  digest: string,
): Result<RecordedEarlier, RecordingRefusal> | undefined => {
  const original = events.get(eventIds(0));
  if (original === undefined) return undefined;
  if (original.inputDigest !== digest) {
    return refused({ code: 'CONFLICT', because: 'key-used-for-other-input' });
  }
  let { position } = original;
  for (let ordinal = 1; ; ordinal += 1) {
    const following = events.get(eventIds(ordinal));
    if (following === undefined) break;
    position = following.position;
  }
  return accepted({ original, position });
};
