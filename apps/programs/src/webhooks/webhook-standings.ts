import type { EventId, Instant, CaseId } from '#kernel';
import type { Database } from '#platform';
import type { WebhookTables } from './tables.js';

/** How deliveries to one webhook stand. */
export interface WebhookStanding {
  /** When the first place in the feed was kept; null before. */
  readonly beganAt: Instant | null;
  readonly failingSince: Instant | null;
  readonly waiting: number;
  readonly deadLetters: number;
}

/** A delivery that was given up: references, and how often it was tried. */
export interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly caseId: CaseId;
  /** The event, or for an alert its own id. */
  readonly subjectId: EventId;
  readonly attempts: number;
  /** What the receiver answered last; null where it did not. */
  readonly status: number | null;
  readonly takenAt: Instant;
  readonly diedAt: Instant;
}

export interface WebhookStandings {
  readonly of: (webhookId: string) => Promise<WebhookStanding>;
  /** The last given up first. */
  readonly deadLetters: (webhookId: string, most: number) => Promise<readonly DeadLetter[]>;
  readonly ofAll: (
    now: Instant,
  ) => Promise<{ readonly oldestSeconds: number; readonly waiting: number; readonly dead: number }>;
}

export const webhookStandings = ({ reader }: Pick<Database<WebhookTables>, 'reader'>): WebhookStandings => {
  const count = async (standing: 'waiting' | 'dead', webhookId?: string): Promise<number> => {
    const all = reader
      .selectFrom('webhook_delivery')
      .select(({ fn }) => fn.countAll().as('deliveries'))
      .where('standing', '=', standing);
    const asked = webhookId === undefined ? all : all.where('webhook_id', '=', webhookId);
    return Number((await asked.executeTakeFirstOrThrow()).deliveries);
  };
  return {
    of: async (webhookId) => {
      const place = await reader
        .selectFrom('webhook_place')
        .select('began_at')
        .where('webhook_id', '=', webhookId)
        .where('source', '=', 'entries')
        .executeTakeFirst();
      const standing = await reader
        .selectFrom('webhook_standing')
        .select('failing_since')
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      return {
        beganAt: place?.began_at ?? null,
        failingSince: standing?.failing_since ?? null,
        waiting: await count('waiting', webhookId),
        deadLetters: await count('dead', webhookId),
      };
    },
    deadLetters: async (webhookId, most) => {
      const rows = await reader
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .where('standing', '=', 'dead')
        .orderBy('died_at', 'desc')
        .orderBy('number')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        ...{ id: row.delivery_id, kind: row.kind, caseId: row.case_id, subjectId: row.subject_id },
        ...{ attempts: row.attempts, status: row.status, takenAt: row.taken_at },
        diedAt: row.died_at ?? row.taken_at,
      }));
    },
    ofAll: async (now) => {
      const { oldest } = await reader
        .selectFrom('webhook_delivery')
        .select(({ fn }) => fn.min('taken_at').as('oldest'))
        .where('standing', '=', 'waiting')
        .executeTakeFirstOrThrow();
      const since = oldest === null ? 0 : Date.parse(now) - Date.parse(String(oldest));
      return {
        oldestSeconds: Math.max(0, since) / 1_000,
        waiting: await count('waiting'),
        dead: await count('dead'),
      };
    },
  };
};
