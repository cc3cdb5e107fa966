export type DatabaseMistake =
  // a file
  | 'held'
  | 'corrupt'
  | 'full'
  | 'not-writable'
  | 'io'
  | 'closed'
  // a server
  | 'not-a-url'
  | 'unreachable'
  | 'not-serving'
  | 'too-many-connections'
  | 'wrong-password'
  | 'no-such-database'
  | 'tls-not-trusted'
  | 'no-tls'
  | 'too-old'
  | 'not-utf8'
  | 'may-not-create'
  | 'not-permitted';

const explanations: Record<DatabaseMistake, string> = {
  held: 'is held by another process. Stop that process, or give this one another DATA_DIR.',
  corrupt:
    'is damaged or is not a database. Restore it from a backup; views can be deleted and are then built again from the log.',
  full: 'cannot grow: the disk is full. Make room; nothing was written.',
  'not-writable':
    'cannot be opened for writing. Look at the rights of the file and its folder; of a server, whether it is a replica that only reads.',
  io: 'could not be read or written: the disk failed. Nothing was written.',
  closed: 'is closed.',
  'not-a-url': 'is not given by a URL. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
  unreachable:
    'cannot be reached. Look at the host and the port, at the network, and whether PostgreSQL runs.',
  'not-serving':
    'does not take connections at present: it is starting or stopping. Try again when it serves.',
  'too-many-connections':
    'takes no more connections. Raise max_connections of the server, or run fewer processes against it.',
  'wrong-password':
    'does not let this user in. Put the user and the password right, or the entry for it in pg_hba.conf.',
  'no-such-database':
    'does not exist on that server. Create it with the encoding UTF8, or put its name right.',
  'tls-not-trusted':
    'shows a certificate that is not trusted. Name the authority that signed it by sslrootcert, and the host as the certificate does.',
  'no-tls':
    'does not speak TLS. Switch ssl on at the server; without it (sslmode=disable) only on a network of your own.',
  'too-old': 'runs on a PostgreSQL older than 14. Upgrade the server.',
  'not-utf8':
    'is not encoded in UTF8. Create another one with the encoding UTF8, and bring its schema keys there if it has one; views are built again.',
  'may-not-create':
    'does not let this user make tables. Grant it CREATE on the database and on its schema, or let it own the database.',
  'not-permitted':
    'does not let this user do that. Grant it what it needs on the tables, or let it own them.',
};

/** A database cannot serve until somebody has done something; the message says what. It names a file, and no server. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';

  constructor(
    readonly database: string,
    readonly mistake: DatabaseMistake,
    options?: ErrorOptions,
  ) {
    super(`The database ${database} ${explanations[mistake]}`, options);
  }
}

export type AwayReason =
  /** The connection was lost, or there was none to be had; what was under way may or may not be committed. */
  | 'connection-lost'
  /** It took longer than was allowed. */
  | 'too-slow'
  /** It stood in the way of something that happened at the same time, and was undone. */
  | 'in-the-way'
  /** The server has no memory, or no connection, to spare. */
  | 'exhausted';

/** The database did not do it now, and may a moment later: the same may be tried again, from what was committed. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';

  constructor(
    /** Why, in a word. */
    readonly reason: AwayReason,
    /** The server's or the network's own code: an SQLSTATE or a code of Node. */
    readonly code: string,
  ) {
    super(`The database did not answer (${reason}, ${code}). What was asked may be tried again.`);
  }
}

/**
 * The database refused a statement. What it said is left out, because it quotes rows: the SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html) and the names of table and constraint are not.
 */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';

  constructor(
    readonly code: string,
    readonly constraint: string | null,
  ) {
    super(
      `PostgreSQL refused a statement with SQLSTATE ${code}${constraint === null ? '' : ` (${constraint})`}.`,
    );
  }
}

/** The database was made by a later version of this software, which this one does not know how to read. */
export class SchemaNewerThanCode extends Error {
  override readonly name = 'SchemaNewerThanCode';

  constructor(readonly migration: string) {
    super(
      `The database has the migration ${migration}, which this version does not know. Start the version that made it, or a later one; do not go back.`,
    );
  }
}
