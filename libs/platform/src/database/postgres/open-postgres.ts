import { Kysely, sql } from 'kysely';
import type { Database } from '../database.js';
import type { DatabaseUnusable } from '../database-errors.js';
import { namespaceList, setUpNamespaces } from '../namespace-list.js';
import { openPool } from './connections.js';
import { SameAsSqliteDialect } from './dialect.js';
import { notificationsOfAServer } from './notifications.js';
import { serverUnusable, startError } from './postgres-errors.js';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; `?sslmode=verify-full&sslrootcert=FILE` for TLS. */
  readonly url: string;
  /** Connections of each of the two doors at the most; 10 unless told. One more listens for notifications. */
  readonly poolSize?: number;
  /** How the server lists these connections. */
  readonly applicationName: string;
  /**
   * A transaction in which nothing is asked for so long is undone by the server, so that a process that was paused holds
   * nobody up; 10,000 unless told.
   */
  readonly idleInTransactionMilliseconds?: number;
  /** A statement that takes longer is given up; 30,000 for readers unless told, and as long as it takes for writers. */
  readonly statementMilliseconds?: number;
  /** Until an attempt to connect is given up, and the wait for a free connection; 5,000 unless told. */
  readonly connectMilliseconds?: number;
  /** Told of connections lost that nobody was using, and of attempts to listen that failed; a `DatabaseAway` mostly. */
  readonly onConnectionLost?: (error: unknown) => void;
}

const oldestVersion = 140_000;

/** Any number will do that nobody else locks in this database. */
const lockOfTheStart = 6_021_954;

/**
 * Opens a database on a PostgreSQL server. It and its host are left alone but for one small table, where that is missing.
 * @throws DatabaseUnusable where it cannot serve, saying in one line what to do, without the URL
 */
export const openPostgres = async <Schema>(options: PostgresOptions): Promise<Database<Schema>> => {
  const {
    url,
    applicationName,
    poolSize = 10,
    idleInTransactionMilliseconds = 10_000,
    statementMilliseconds,
    connectMilliseconds = 5_000,
    onConnectionLost = () => undefined,
  } = options;
  seeUrl(url);
  const common = { url, applicationName, connectMilliseconds };
  const session = (statement: number, more = ''): string =>
    `set idle_in_transaction_session_timeout = ${Math.round(idleInTransactionMilliseconds)};
     set statement_timeout = ${Math.round(statement)}; ${more}`;
  const writing = openPool({
    ...common,
    poolSize,
    session: session(statementMilliseconds ?? 0),
    onLost: onConnectionLost,
  });
  const reading = openPool({
    ...common,
    poolSize,
    session: session(
      statementMilliseconds ?? 30_000,
      'set session characteristics as transaction isolation level repeatable read, read only',
    ),
    onLost: onConnectionLost,
  });
  const writer = new Kysely<Schema>({ dialect: new SameAsSqliteDialect({ pool: writing }) });
  const reader = new Kysely<Schema>({
    dialect: new SameAsSqliteDialect(
      { pool: reading },
      // A table that is dropped is gone also for a transaction that sees the rows of an earlier moment. The lock keeps it; a
      // lock, unlike a query, does not fix the moment before it is granted.
      `begin; lock table "${namespaceList}" in access share mode`,
    ),
  });
  const { notifications, close: stopListening } = notificationsOfAServer(common, onConnectionLost);
  const close = async (): Promise<void> => {
    await stopListening();
    await Promise.all([writer.destroy(), reader.destroy()]);
    // A Kysely that was never asked has not taken its pool over.
    await Promise.all([writing.end(), reading.end()]);
  };
  try {
    await seeThatItServes(writer);
  } catch (error) {
    await close();
    throw startError(error);
  }
  let closing: Promise<void> | undefined;
  const connections = () => {
    const [one, other] = [writing.used(), reading.used()];
    return {
      totalCount: one.totalCount + other.totalCount,
      idleCount: one.idleCount + other.idleCount,
      waitingCount: one.waitingCount + other.waitingCount,
    };
  };
  return {
    ...{ dialect: 'postgres', writer, reader, notifications, connections },
    close: () => (closing ??= close()),
  };
};

/** @throws DatabaseUnusable */
const seeUrl = (url: string): void => {
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol))
    throw serverUnusable('not-a-url');
};

interface Server {
  version: number;
  encoding: string;
  read_only: string;
}

/** @throws DatabaseUnusable, or what the server answered */
const seeThatItServes = async <Schema>(writer: Kysely<Schema>): Promise<void> => {
  const { rows } = await sql<Server>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding,
      current_setting('transaction_read_only') as read_only`.execute(writer);
  const { version, encoding, read_only } = rows[0]!;
  let mistake: DatabaseUnusable['mistake'] | undefined;
  if (version < oldestVersion) mistake = 'too-old';
  else if (encoding !== 'UTF8') mistake = 'not-utf8';
  else if (read_only !== 'off') mistake = 'not-writable';
  if (mistake !== undefined) throw serverUnusable(mistake);
  await writer.transaction().execute(async (transaction) => {
    // Of two that make the same table at once, PostgreSQL fails one although it was told `if not exists`.
    await sql`select pg_advisory_xact_lock(${lockOfTheStart})`.execute(transaction);
    const there = await sql<{ may: boolean; found: boolean }>`
      select to_regclass(${namespaceList}) is not null as found,
        has_database_privilege(current_database(), 'create')
          and coalesce(has_schema_privilege(current_schema(), 'create'), false) as may`.execute(transaction);
    const { found, may } = there.rows[0]!;
    if (found) return;
    if (!may) throw serverUnusable('may-not-create');
    await setUpNamespaces(transaction);
  });
};
