import type { Transaction } from 'kysely';
import type { CaseId, EventId, Instant } from '#kernel';
import { rowsAtOnce, type Database } from '#platform';
import type { HeldLease } from '#projections';
import { begunAnew } from './begun-anew.js';
import type { SourceName, WebhookTables } from './tables.js';

/** A delivery that waits for its turn or for its next attempt. */
export interface Waiting {
  readonly id: string;
  readonly source: SourceName;
  readonly kind: string;
  /** Null where it is of the webhook itself. */
  readonly caseId: CaseId | null;
  readonly subjectId: string;
  readonly number: number;
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly takenAt: Instant;
}

/** Which delivery: what was sent before it all began anew has the same id as what is sent since. */
type Numbered = Pick<Waiting, 'id' | 'number'>;

export interface WebhookPlace {
  readonly source: SourceName;
  readonly cursor: string;
}

type InTransaction = Transaction<WebhookTables>;

/** Dead letters are kept so long: what nobody asked for again in a month is in the timeline. */
const keptDays = 30;

/** Everything that is kept of one webhook. Each change commits only where the lease is still held. */
export const keptDeliveries = (
  database: Database<WebhookTables>,
  webhookId: string,
  held: Pick<HeldLease<WebhookTables>, 'hold'>,
) => {
  const { writer } = database;
  const change = (work: (transaction: InTransaction) => Promise<void>): Promise<void> =>
    writer.transaction().execute(async (transaction) => {
      await work(transaction);
      await held.hold(transaction);
    });
  const stands = (transaction: InTransaction, standing: Partial<WebhookTables['webhook_standing']>) =>
    transaction
      .insertInto('webhook_standing')
      .values({ webhook_id: webhookId, failing_since: null, replayed: null, ...standing })
      .onConflict((conflict) => conflict.column('webhook_id').doUpdateSet(standing))
      .execute();

  return {
    places: async (): Promise<readonly WebhookPlace[]> =>
      writer
        .selectFrom('webhook_place')
        .select(['source', 'cursor'])
        .where('webhook_id', '=', webhookId)
        .execute(),

    standing: async () => {
      const row = await writer
        .selectFrom('webhook_standing')
        .select(['failing_since', 'replayed'])
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      return { failingSince: row?.failing_since ?? null, replayed: row?.replayed ?? null };
    },

    /** Everything that waits, in the order in which it came. */
    waiting: async (): Promise<readonly Waiting[]> => {
      const rows = await writer
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .where('standing', '=', 'waiting')
        .orderBy('number')
        .execute();
      return rows.map((row) => ({
        ...{ id: row.delivery_id, source: row.source, kind: row.kind },
        ...{ caseId: row.case_id === '' ? null : row.case_id, subjectId: row.subject_id },
        ...{ number: row.number, attempts: row.attempts },
        ...{ nextAt: row.next_at, takenAt: row.taken_at },
      }));
    },

    lastNumber: async (): Promise<number> => {
      const { last } = await writer
        .selectFrom('webhook_delivery')
        .select(({ fn }) => fn.max('number').as('last'))
        .where('webhook_id', '=', webhookId)
        .executeTakeFirstOrThrow();
      return Number(last ?? 0);
    },

    /** Keeps what a source gave and how far it gave, together. What is there already stays as it stands. */
    take: (deliveries: readonly Waiting[], place: WebhookPlace, now: Instant): Promise<void> =>
      change(async (transaction) => {
        if (deliveries.some(({ kind }) => kind === begunAnew))
          // What of it is visible still is sent anew, by the same id.
          await transaction
            .deleteFrom('webhook_delivery')
            .where('webhook_id', '=', webhookId)
            .where('source', '=', place.source)
            .execute();
        const rows = deliveries.map((delivery) => ({
          ...{ webhook_id: webhookId, delivery_id: delivery.id, source: delivery.source },
          ...{
            kind: delivery.kind,
            case_id: delivery.caseId ?? '',
            subject_id: delivery.subjectId,
          },
          ...{ number: delivery.number, standing: 'waiting' as const, attempts: delivery.attempts },
          ...{ next_at: delivery.nextAt, taken_at: delivery.takenAt, status: null, died_at: null },
        }));
        for (const some of rowsAtOnce(rows, 13))
          await transaction
            .insertInto('webhook_delivery')
            .values(some)
            .onConflict((conflict) => conflict.columns(['webhook_id', 'delivery_id']).doNothing())
            .execute();
        await transaction
          .insertInto('webhook_place')
          .values({ webhook_id: webhookId, ...place, began_at: now })
          .onConflict((conflict) =>
            conflict.columns(['webhook_id', 'source']).doUpdateSet({ cursor: place.cursor }),
          )
          .execute();
      }),

    /** Forgets a delivery: it was taken, or is not to be sent any more. */
    end: ({ id, number }: Numbered, taken: boolean): Promise<void> =>
      change(async (transaction) => {
        await transaction
          .deleteFrom('webhook_delivery')
          .where('webhook_id', '=', webhookId)
          .where('delivery_id', '=', id)
          .where('number', '=', number)
          .execute();
        if (taken) await stands(transaction, { failing_since: null });
      }),

    /** Keeps that an attempt failed, and when the next one comes; null where it is given up. */
    failed: (
      { id, number }: Numbered,
      attempt: {
        readonly attempts: number;
        readonly status: number | null;
        readonly nextAt: Instant | null;
        readonly failingSince: Instant;
      },
      now: Instant,
    ): Promise<void> =>
      change(async (transaction) => {
        const { attempts, status, nextAt, failingSince } = attempt;
        const set = nextAt === null ? { standing: 'dead' as const, died_at: now } : { next_at: nextAt };
        await transaction
          .updateTable('webhook_delivery')
          .set({ attempts, status, ...set })
          .where('webhook_id', '=', webhookId)
          .where('delivery_id', '=', id)
          .where('number', '=', number)
          .execute();
        await stands(transaction, { failing_since: failingSince });
        if (nextAt !== null) return;
        const before = new Date(Date.parse(now) - keptDays * 24 * 60 * 60 * 1_000).toISOString();
        await transaction
          .deleteFrom('webhook_delivery')
          .where('webhook_id', '=', webhookId)
          .where('standing', '=', 'dead')
          .where('died_at', '<', before)
          .execute();
      }),

    /** Lets given-up deliveries wait again, and keeps that the replay was followed. */
    replay: (event: EventId, ids: readonly string[], now: Instant): Promise<void> =>
      change(async (transaction) => {
        if (ids.length > 0)
          await transaction
            .updateTable('webhook_delivery')
            .set({ standing: 'waiting', attempts: 0, next_at: now, died_at: null })
            .where('webhook_id', '=', webhookId)
            .where('standing', '=', 'dead')
            .where('delivery_id', 'in', [...ids])
            .execute();
        await stands(transaction, { replayed: event });
      }),

    /** After a pause the time of failing is counted anew, and what waits is tried at once. */
    beginAgain: (now: Instant): Promise<void> =>
      change(async (transaction) => {
        await transaction
          .updateTable('webhook_delivery')
          .set({ next_at: now })
          .where('webhook_id', '=', webhookId)
          .where('standing', '=', 'waiting')
          .where('next_at', '>', now)
          .execute();
        await stands(transaction, { failing_since: null });
      }),

    /** Of a webhook that was removed. */
    forget: (): Promise<void> =>
      change(async (transaction) => {
        for (const table of ['webhook_delivery', 'webhook_place', 'webhook_standing'] as const)
          await transaction.deleteFrom(table).where('webhook_id', '=', webhookId).execute();
      }),
  };
};

export type KeptDeliveries = ReturnType<typeof keptDeliveries>;
