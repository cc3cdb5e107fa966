import type { Kysely, Transaction } from 'kysely';

/**
 * The most values that one statement may bind (SQLITE_MAX_VARIABLE_NUMBER of the SQLite in use; PostgreSQL takes
 * 65,535). `rowsAtOnce` gives the rows of a multi-row insert.
 */
export const maximumParameters = 32_766;

/** Cuts rows into the largest runs that one insert can take, given how many columns each row has. */
export const rowsAtOnce = function* <Row>(rows: readonly Row[], columns: number): Generator<readonly Row[]> {
  const most = Math.max(1, Math.min(500, Math.floor(maximumParameters / columns)));
  for (let first = 0; first < rows.length; first += most) yield rows.slice(first, first + most);
};

export type Dialect = 'sqlite' | 'postgres';

/**
 * A database behind two doors, so that a reader never waits for a writer's transaction nor sees half of it. The same
 * queries run on every dialect: text sorts by its bytes, whole numbers have 53 bits, and nothing comes back as a `Date`.
 */
export interface Database<Schema> {
  readonly dialect: Dialect;
  /** SQLite has one connection that writes, so transactions on it queue; on PostgreSQL they run beside one another. */
  readonly writer: Kysely<Schema>;
  /** Refuses every write. A transaction on it sees one moment of the whole database, of which no namespace is removed meanwhile. */
  readonly reader: Kysely<Schema>;
  readonly notifications: Notifications;
  /** How its connections are used at this moment; null where there is no server. */
  readonly connections: () => Connections | null;
  readonly close: () => Promise<void>;
}

/** How connections to a server are used. */
export interface Connections {
  readonly totalCount: number;
  readonly idleCount: number;
  /** How many wait for one. */
  readonly waitingCount: number;
}

/** Wakes whoever waits for rows, in this process and, where others share the database, in those. */
export interface Notifications {
  /** Reaches the listeners when the transaction commits, and nobody where it is undone. At most some hundred bytes. */
  readonly tell: <Schema>(
    transaction: Transaction<Schema>,
    channel: string,
    payload: string,
  ) => Promise<void>;
  /**
   * Answers when it listens; the answer of that ends it. `heard` must not throw. A payload of '' says that something may
   * have been missed: the connection was lost and is there again. Whoever must not wait for ever looks from time to time.
   */
  readonly listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>;
}
