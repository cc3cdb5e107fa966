import { ExpectationFailed, OutcomeUnknown, StoreUnavailable, TooLarge } from '#event-store';
import { refused, type Result } from '#kernel';
import { DatabaseAway, DatabaseUnusable } from '#platform';
import { ViewNotReady } from '#projections';
import { KeyProviderUnavailable } from '#sealing';
import type { RecordingRefusal } from './api.js';
import type { LoadedStream, LoadedStreams } from './loaded-streams.js';

/** How often an action is decided anew because others changed its stream, or its outcome stayed unknown. */
const mostAttempts = 8;

/**
 * Decides and appends on the newest of a stream, again where somebody else wrote first. Whoever calls has the turn on the
 * stream. What cannot be served, and what is too large, is answered; every other error is thrown.
 */
export const decidedOnNewest = async <State, Value>(
  streams: Pick<LoadedStreams<State>, 'get' | 'catchUp'>,
  stream: string,
  decideAndAppend: (loaded: LoadedStream<State>) => Promise<Result<Value, RecordingRefusal>>,
): Promise<Result<Value, RecordingRefusal>> => {
  let outcomeUnknown = false;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    try {
      const loaded = await streams.get(stream);
      if (attempt > 0) await streams.catchUp(loaded);
      const answer = await decideAndAppend(loaded);
      if (answer.ok || !(await hasMovedOn(streams, loaded))) return answer;
    } catch (problem) {
      // Somebody else wrote first: what they wrote is read, and the rules are asked again.
      if (problem instanceof ExpectationFailed) continue;
      // It may or may not be in the log. The next attempt looks for its ids before anything else.
      if (problem instanceof OutcomeUnknown) outcomeUnknown = true;
      else if (cannotServe(problem)) return refused({ code: 'UNAVAILABLE' });
      else if (problem instanceof TooLarge) {
        return refused({
          code: 'INVALID_INPUT',
          fields: [{ field: 'details', problem: `is larger than ${problem.limit} bytes together` }],
        });
      } else throw problem;
    }
  }
  return refused(
    outcomeUnknown ? { code: 'UNAVAILABLE' } : { code: 'CONFLICT', because: 'too-many-changes' },
  );
};

/**
 * What is accepted was decided on the newest state, because the log says so. A refusal asks the log itself: another
 * process may have recorded what makes the action right, or the action itself.
 */
const hasMovedOn = async <State>(
  streams: Pick<LoadedStreams<State>, 'catchUp'>,
  loaded: LoadedStream<State>,
): Promise<boolean> => {
  const decidedOn = loaded.revision;
  await streams.catchUp(loaded);
  return loaded.revision !== decidedOn;
};

/** The log, the views or the keys cannot serve now; whoever asked may send the same action again. */
export const cannotServe = (problem: unknown): boolean =>
  problem instanceof StoreUnavailable ||
  problem instanceof DatabaseAway ||
  problem instanceof DatabaseUnusable ||
  problem instanceof ViewNotReady ||
  problem instanceof KeyProviderUnavailable;
