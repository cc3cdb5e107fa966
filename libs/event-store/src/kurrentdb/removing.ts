import { ANY, NO_STREAM, type DeleteStreamOptions } from '@kurrent/kurrentdb-client';
import { ExpectationFailed, StreamNotFound } from '../errors.js';
import type { ExpectedRevision } from '../port.js';
import { refusalOf } from './appending.js';
import { attempt, type Session } from './attempts.js';
import { readStream } from './reading.js';

const lastRevision = async (session: Session, stream: string): Promise<number | 'no-stream'> => {
  try {
    const last = readStream(session, stream, { direction: 'backwards', limit: 1 });
    for await (const { revision } of last) return revision;
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return 'no-stream';
};

/** Deletes a stream, or tombstones it. A deletion of unknown outcome is not tried again: it has no id to know it by. */
export const removeStream = async (
  session: Session,
  stream: string,
  expected: ExpectedRevision,
  forEver: boolean,
): Promise<void> => {
  // The client sends no other expectation than these; "it exists" is then what its last revision is.
  if (expected === 'stream-exists') return removeExisting(session, stream, forEver);
  const expectedRevision: DeleteStreamOptions['expectedRevision'] =
    expected === 'any' ? ANY : expected === 'no-stream' ? NO_STREAM : BigInt(expected);
  const options = { expectedRevision, requiresLeader: true, deadline: session.timeouts.answerMilliseconds };
  const outcome = await attempt(session, { isRepeatable: false }, ({ client }) =>
    forEver ? client.tombstoneStream(stream, options) : client.deleteStream(stream, options),
  );
  if (outcome.kind === 'answered') return;
  const wasAbsent = outcome.kind === 'refused' && outcome.failure.kind === 'stream-not-found';
  if (wasAbsent && typeof expected !== 'number') return;
  throw refusalOf(stream, expected, 0, outcome);
};

const removeExisting = async (session: Session, stream: string, forEver: boolean): Promise<void> => {
  for (;;) {
    const revision = await lastRevision(session, stream);
    if (revision === 'no-stream') throw new ExpectationFailed(stream, 'stream-exists', revision);
    try {
      return await removeStream(session, stream, revision, forEver);
    } catch (error) {
      // Somebody appended in between: it still exists.
      if (!(error instanceof ExpectationFailed)) throw error;
    }
  }
};
