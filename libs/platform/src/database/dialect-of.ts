import { PostgresAdapter, type Kysely } from 'kysely';
import type { Dialect } from './database.js';

/** In which dialect a door, or a transaction on it, speaks. */
export const dialectOf = <Tables>(door: Kysely<Tables>): Dialect =>
  door.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
