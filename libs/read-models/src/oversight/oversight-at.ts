import type { Transaction } from 'kysely';
import { inNamespace } from '#platform';
import { readableBuild } from '#projections';
import type { ReadTables } from '../reading/ports.js';
import { oversightView } from './oversight-view.js';
import type { OversightTables } from './tables.js';

/** The oversight view at one moment, and where its tables stand, for a question that joins them with those of another. */
export interface OversightAt {
  readonly tables: Transaction<OversightTables>;
  readonly namespace: string;
}

/**
 * The oversight view, in a transaction that began before it was looked up.
 * @throws ViewNotReady
 */
export const oversightAt = async (transaction: Transaction<ReadTables>): Promise<OversightAt> => {
  const { namespace } = await readableBuild(transaction, oversightView, oversightView.name);
  return {
    tables: inNamespace(transaction as unknown as Transaction<OversightTables>, namespace),
    namespace,
  };
};
