import { PostgresAdapter, type QueryExecutor } from 'kysely';
import type { Dialect } from './database.js';

/** In which dialect a door, or a transaction on it, speaks. */
export const dialectOf = (door: { readonly getExecutor: () => QueryExecutor }): Dialect =>
  door.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
