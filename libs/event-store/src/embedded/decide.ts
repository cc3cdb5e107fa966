import { ExpectationFailed, StreamDeleted } from '../errors.js';
import type { ExpectedRevision } from '../port.js';
import type { Stream } from './streams.js';

/** The ids and positions that stand in a stream from a revision on, as many as were asked for or there are. */
export type RecordedIds = (
  from: number,
  count: number,
) => readonly { readonly id: string; readonly position: number }[];

export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'written-before'; readonly revision: number; readonly position: number }
  | { readonly kind: 'refuse'; readonly error: ExpectationFailed | StreamDeleted };

const write: Decision = { kind: 'write' };

/** What is to be done with an append, given where the stream is now. */
export const decideAppend = (
  name: string,
  stream: Stream | undefined,
  expected: ExpectedRevision,
  ids: readonly string[],
  recorded: RecordedIds,
): Decision => {
  const refusal = checkExpectation(name, stream, expected);
  if (refusal === undefined) {
    // `no-stream` holds for a deleted stream, yet the same ids may be what was deleted: then it is a retry.
    const mayBeRetry = expected === 'no-stream' && stream !== undefined;
    return (mayBeRetry ? retried(-1, ids, recorded) : undefined) ?? write;
  }
  if (refusal instanceof StreamDeleted || stream === undefined || ids.length === 0)
    return { kind: 'refuse', error: refusal };
  const base = expected === 'no-stream' ? -1 : expected;
  const isEarlier = typeof base === 'number' && base < stream.revision;
  return (isEarlier ? retried(base, ids, recorded) : undefined) ?? { kind: 'refuse', error: refusal };
};

/** Undefined where the stream is as expected. */
export const checkExpectation = (
  name: string,
  stream: Stream | undefined,
  expected: ExpectedRevision,
): ExpectationFailed | StreamDeleted | undefined => {
  if (stream?.tombstoned) return new StreamDeleted(name);
  const revision = stream?.revision ?? -1;
  const isReadable = stream !== undefined && revision >= stream.hiddenBelow;
  const failed = (actual: number) => new ExpectationFailed(name, expected, actual < 0 ? 'no-stream' : actual);
  switch (expected) {
    case 'any':
      return undefined;
    case 'no-stream':
      return isReadable ? failed(revision) : undefined;
    case 'stream-exists':
      return isReadable ? undefined : failed(-1);
    default:
      return expected === revision ? undefined : failed(revision);
  }
};

const retried = (base: number, ids: readonly string[], recorded: RecordedIds): Decision | undefined => {
  if (ids.length === 0) return undefined;
  const there = recorded(base + 1, ids.length);
  const last = there.at(-1);
  if (last === undefined || there.length < ids.length || there.some(({ id }, index) => id !== ids[index]))
    return undefined;
  return { kind: 'written-before', revision: base + ids.length, position: last.position };
};
