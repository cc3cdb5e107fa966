import { setTimeout as after } from 'node:timers/promises';
import { backOff } from './back-off.js';
import { failureOf, type Failure, type Trouble } from './client-errors.js';
import type { Connection, Connections } from './connections.js';
import { withinTime, type Timeouts } from './timeouts.js';

/** What every request to the server goes by. */
export interface Session {
  readonly connections: Connections;
  readonly timeouts: Timeouts;
  /** Told when requests go by a new connection because the one before failed. */
  readonly renewed: () => void;
  /** From then on nothing is tried again. */
  readonly isClosing: () => boolean;
}

export interface Manner {
  /** Whether doing it twice is doing it once, so that it may go on after a loss of unknown outcome. */
  readonly isRepeatable: boolean;
  /** Waits for a turn, anew for each attempt; what it answers gives the turn back. */
  readonly turn?: () => Promise<() => void>;
}

export type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The server decided, and it will not decide otherwise. */
  | { readonly kind: 'refused'; readonly failure: Exclude<Failure, { readonly what: Trouble }> }
  /** Given up. Where it may have been done all the same, it is not known. */
  | {
      readonly kind: 'given-up';
      readonly mayBeDone: boolean;
      readonly what: Trouble;
      readonly cause: unknown;
    };

/** Tries until the server answers or the patience is at its end. */
export const attempt = async <Answer>(
  { connections, timeouts, renewed, isClosing }: Session,
  { isRepeatable, turn }: Manner,
  request: (connection: Connection) => Promise<Answer>,
): Promise<Outcome<Answer>> => {
  const end = Date.now() + timeouts.patienceMilliseconds;
  let mayBeDone = false;
  for (let failures = 0; ; failures += 1) {
    const leave = await turn?.();
    const connection = connections.current();
    try {
      return { kind: 'answered', answer: await withinTime(request(connection), timeouts.answerMilliseconds) };
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind !== 'not-done' && failure.kind !== 'unknown') return { kind: 'refused', failure };
      const { what } = failure;
      mayBeDone ||= failure.kind === 'unknown';
      if (connections.renew(connection)) renewed();
      const mayGoOn = (isRepeatable || !mayBeDone) && what !== 'the server refuses the user' && !isClosing();
      if (!mayGoOn || Date.now() >= end) return { kind: 'given-up', mayBeDone, what, cause };
    } finally {
      leave?.();
    }
    await after(backOff(failures));
  }
};
