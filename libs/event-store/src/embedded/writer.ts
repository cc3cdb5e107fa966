import type { Clock, Instant } from '#kernel';
import type { AdmittedEvent } from '../admission.js';
import { OutcomeUnknown, StoreUnavailable } from '../errors.js';
import type { Appended, ExpectedRevision } from '../port.js';
import { checkExpectation, decideAppend } from './decide.js';
import type { Commits } from './commits.js';
import type { Database } from './log-file.js';
import { positionAt } from './positions.js';
import { describeFailure, resultCode, resultCodeOf } from './sqlite-errors.js';
import type { Stream, Streams } from './streams.js';

/** A write waiting for its group. */
interface Request {
  readonly stream: string;
  readonly bytes: number;
  /** Runs inside the group's transaction; what it answers tells the caller once the transaction is durable. */
  readonly run: () => () => void;
  readonly reject: (error: Error) => void;
}

export interface Writer {
  append(stream: string, events: readonly AdmittedEvent[], expected: ExpectedRevision): Promise<Appended>;
  remove(stream: string, expected: ExpectedRevision, forEver: boolean): Promise<void>;
  /** The last position given out; 0 while there is none. */
  head(): number;
  /** Writes what is waiting; afterwards every write is refused with the reason. */
  stop(reason: string): void;
}

/** A group holds the writers' turn: short enough that readers are not kept waiting. */
const mostInGroup = { requests: 1_000, bytes: 8 * 1_048_576 };
/** How much the write-ahead log may grow before it is copied into the main file; an append dirties about four pages. */
const checkpoint = { afterBytes: 32 * 1_048_576, bytesPerEvent: 4 * 4_096 };

/**
 * Group commit: what was asked in one turn of the event loop is written in one transaction with one sync, and nobody
 * is answered before it is durable. A conflict is found before its insert, so it never disturbs its neighbours.
 */
export const openWriter = (database: Database, streams: Streams, commits: Commits, clock: Clock): Writer => {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const passiveCheckpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const idsFrom = database.prepare(
    'SELECT id, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
  );
  const last = database.prepare('SELECT ifnull(max(position), 0) AS position FROM events').get() as {
    position: number;
  };

  let head = last.position;
  const waiting: Request[] = [];
  let sinceCheckpoint = 0;
  let refusal: StoreUnavailable | undefined;

  /** When the group that is being written was begun; undefined while it has written nothing. */
  let begunAt: Instant | undefined;

  const beginOnce = (): Instant => {
    if (begunAt === undefined) {
      begin.run();
      begunAt = clock.now();
    }
    return begunAt;
  };

  const insertEvents = (stream: Stream, events: readonly AdmittedEvent[], appendedAt: string): void => {
    for (const { id, type, data, metadata, bytes } of events) {
      head += 1;
      stream.revision += 1;
      const { id: streamId, revision, category } = stream;
      insert.run(head, streamId, revision, category, id, type, data, metadata, appendedAt);
      sinceCheckpoint += bytes + checkpoint.bytesPerEvent;
    }
  };

  const append = (
    name: string,
    events: readonly AdmittedEvent[],
    expected: ExpectedRevision,
  ): Appended | Error => {
    const found = streams.find(name);
    const ids = events.map(({ id }) => id);
    const recorded = (from: number, count: number) =>
      found ? (idsFrom.all(found.id, from, count) as { id: string; position: number }[]) : [];
    const decision = decideAppend(name, found, expected, ids, recorded);
    if (decision.kind === 'refuse') return decision.error;
    if (decision.kind === 'written-before')
      return { revision: decision.revision, position: positionAt(decision.position) };
    if (events.length > 0) {
      const appendedAt = beginOnce();
      insertEvents(found ?? streams.create(name), events, appendedAt);
    }
    return { revision: streams.find(name)?.revision ?? -1, position: positionAt(head) };
  };

  const remove = (name: string, expected: ExpectedRevision, forEver: boolean): Error | undefined => {
    const found = streams.find(name);
    const refused = checkExpectation(name, found, expected);
    if (refused !== undefined) return refused;
    if (found === undefined && !forEver) return undefined;
    beginOnce();
    const stream = found ?? streams.create(name);
    stream.hiddenBelow = stream.revision + 1;
    stream.tombstoned = forEver;
    streams.save(stream);
    return undefined;
  };

  /** Runs a whole group; the answers are given only when all of it is durable. */
  const writeGroup = (group: readonly Request[]): void => {
    const durableHead = head;
    let isCommitting = false;
    try {
      const answers = group.map(({ run }) => run());
      isCommitting = begunAt !== undefined;
      if (isCommitting) commit.run();
      begunAt = undefined;
      answers.forEach((answer) => answer());
      if (isCommitting) commits.announce();
    } catch (error) {
      head = durableHead;
      begunAt = undefined;
      fail(group, error, isCommitting);
    }
  };

  /**
   * A failed sync cannot be repeated: the system may have dropped the pages and will report the next one as done
   * (https://wiki.postgresql.org/wiki/Fsync_Errors). So the first failure ends all writing until the log is reopened.
   * A full disk fails before the commit mark is written; after any other failure the group may yet be found in the log.
   */
  const fail = (group: readonly Request[], cause: unknown, isCommitting: boolean): void => {
    const what = describeFailure(cause);
    refusal = new StoreUnavailable(`The event log takes no more writes until it is reopened: ${what}.`, {
      cause,
    });
    const isUnknown = isCommitting && resultCodeOf(cause) !== resultCode.full;
    for (const { stream, reject } of group)
      reject(isUnknown ? new OutcomeUnknown(stream, what, { cause }) : refusal);
    for (const { reject } of waiting.splice(0)) reject(refusal);
    streams.forget();
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
    } catch {
      // The disk failed again. Nothing will be committed any more, so what is open ends with the connection.
    }
  };

  const copyLogIntoFile = (): void => {
    try {
      passiveCheckpoint.get();
      sinceCheckpoint = 0;
    } catch (error) {
      fail([], error, false);
    }
  };

  const nextGroup = (): Request[] => {
    let bytes = 0;
    const end = waiting.findIndex((request, index) => {
      bytes += request.bytes;
      return index > 0 && (index >= mostInGroup.requests || bytes > mostInGroup.bytes);
    });
    return end < 0 ? waiting.splice(0) : waiting.splice(0, end);
  };

  const drain = (): void => {
    if (waiting.length === 0) return;
    writeGroup(nextGroup());
    if (sinceCheckpoint > checkpoint.afterBytes && refusal === undefined) copyLogIntoFile();
    if (waiting.length > 0) setImmediate(drain);
  };

  const enqueue = <Answer>(stream: string, bytes: number, write: () => Answer | Error): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (refusal !== undefined) {
        reject(refusal);
        return;
      }
      const run = () => {
        const answer = write();
        return () => (answer instanceof Error ? reject(answer) : resolve(answer));
      };
      if (waiting.push({ stream, bytes, run, reject }) === 1) setImmediate(drain);
    });

  return {
    append: (stream, events, expected) => {
      const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
      return enqueue(stream, bytes, () => append(stream, events, expected));
    },
    remove: (stream, expected, forEver) => enqueue(stream, 0, () => remove(stream, expected, forEver)),
    head: () => head,
    stop: (reason) => {
      while (waiting.length > 0) writeGroup(nextGroup());
      refusal ??= new StoreUnavailable(reason);
    },
  };
};
