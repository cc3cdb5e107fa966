import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Connections } from '../database.js';
import { isCopy } from './copy-rows.js';
import { endsTheConnection, postgresError } from './postgres-errors.js';

export interface ConnectionOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Milliseconds until an attempt to connect, or the wait for a connection that is free, is given up. */
  readonly connectMilliseconds: number;
}

const asItStands = (text: string): string => text;

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('A whole number of the database is too large.');
  return number;
};

/** int8 is a number, as it is on SQLite; times are never made into a `Date`, which has no microseconds and no zone. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, wholeNumber],
  [pg.types.builtins.DATE, asItStands],
  [pg.types.builtins.TIME, asItStands],
  [pg.types.builtins.TIMESTAMP, asItStands],
  [pg.types.builtins.TIMESTAMPTZ, asItStands],
]);

const typesOfDatabase: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown => parsers.get(oid) ?? pg.types.getTypeParser(oid, format),
};

export const clientConfig = ({
  url,
  applicationName,
  connectMilliseconds,
}: ConnectionOptions): pg.ClientConfig => ({
  connectionString: url,
  application_name: applicationName,
  connectionTimeoutMillis: connectMilliseconds,
  // A server that has gone without a word is noticed by this, and by nothing else while an answer is waited for.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  types: typesOfDatabase,
});

export interface PoolOptions extends ConnectionOptions {
  readonly poolSize: number;
  /** SQL that every new connection runs before it is used. */
  readonly session: string;
  /** A connection was lost that nobody was using. */
  readonly onLost: (error: unknown) => void;
}

/** Connections as Kysely wants them, whose failures are ours, and which are not used again once they are broken. */
export const openPool = (options: PoolOptions): PostgresPool & { readonly used: () => Connections } => {
  const pool = new pg.Pool({
    ...clientConfig(options),
    max: options.poolSize,
    // Not declared as awaited, but it is: https://node-postgres.com/apis/pool
    onConnect: (client) => client.query(options.session) as unknown as undefined,
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => options.onLost(postgresError(error)));
  let ended: Promise<void> | undefined;
  return {
    connect: async () => {
      try {
        return connection(await pool.connect());
      } catch (error) {
        throw postgresError(error);
      }
    },
    end: () => (ended ??= pool.end()),
    used: () => pool,
  };
};

const connection = (client: pg.PoolClient): PostgresPoolClient => {
  let broken = false;
  // While a connection is in use its loss is an event too, before the query under way fails by it.
  const lost = () => (broken = true);
  client.on('error', lost);
  const query = async (sql: unknown, parameters?: unknown): Promise<unknown> => {
    // The server undoes what a lost connection began. A failure of this would stand in the place of the one before it.
    if (broken && sql === 'rollback') return { command: 'ROLLBACK', rowCount: null, rows: [] };
    try {
      if (isCopy(sql as string)) return await copied(client, sql as string, parameters as [Iterable<Buffer>]);
      return await client.query(sql as string, parameters as unknown[]);
    } catch (error) {
      const told = postgresError(error);
      broken ||= endsTheConnection(told);
      throw told;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => {
      client.off('error', lost);
      client.release(broken);
    },
  };
};

const copied = async (
  client: pg.PoolClient,
  statement: string,
  [rows]: readonly [Iterable<Buffer>],
): Promise<unknown> => {
  const copying = client.query(copyFrom(statement));
  await pipeline(Readable.from(rows, { objectMode: false }), copying);
  return { command: 'INSERT', rowCount: copying.rowCount, rows: [] };
};
