import { fullContentIsAgreedAt } from '#casework';
import type { Clock } from '#kernel';
import type { Database } from '#platform';
import {
  pause,
  problemOf,
  runUnderLease,
  waitAfterFailure,
  type HeldLease,
  type Problem,
  type RunningUnderLease,
} from '#projections';
import type { FollowedWebhooks, KnownWebhook, Webhooks } from '#recording';
import { deliverWebhook, type DeliveringPorts } from './deliver-webhook.js';
import { keptDeliveries } from './kept-deliveries.js';
import { lookUpHost, type LookUp } from './look-up.js';
import { post } from './post.js';
import { softwareReading, type SoftwarePorts } from './software.js';
import { setUpWebhookTables, webhookTables, type WebhookTables } from './tables.js';
import { targetOf, type TargetRules } from './target.js';
import { wakeable } from './wakeable.js';
import { within } from './within.js';

/** The lease under which webhooks are delivered: one process at a time among all that are on a database. */
export const webhooksLease = 'webhooks';

/** Something an operator must look at. It names the webhook, and never where it goes or what it holds. */
export type WebhookAlarm =
  /** Nothing is delivered to any webhook at present; it is tried again and again. */
  | { readonly kind: 'webhooks-stalled'; readonly attempt: number; readonly problem: Problem }
  /** To one webhook nothing is delivered at present, or nothing of a source that cannot be read, through no fault of its receiver. */
  | {
      readonly kind: 'webhook-stalled';
      readonly webhookId: string;
      readonly attempt: number;
      readonly problem: Problem;
    }
  /** It was paused, and its organisation has to look at it. */
  | { readonly kind: 'webhook-paused'; readonly webhookId: string; readonly because: string }
  /** The feed up to its place is another now, so it is sent what is visible from the beginning. */
  | { readonly kind: 'webhook-begun-anew'; readonly webhookId: string };

export interface RunWebhooks<Schema>
  extends Pick<DeliveringPorts, 'sources' | 'clock' | 'publicUrl' | 'onAttempt'>, SoftwarePorts {
  readonly database: Database<Schema>;
  readonly known: FollowedWebhooks;
  readonly webhooks: Pick<Webhooks, 'pauseAsTheSystem'>;
  readonly clock: Clock;
  readonly targets: TargetRules;
  readonly lookUp?: LookUp;
  readonly random?: () => number;
  /** How long deliveries stand still when the process that makes them dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
  /** How often each webhook asks what is due, in milliseconds; 1,000 unless told. */
  readonly askEvery?: number;
  /** How long finding a receiver and its answer may take together, in milliseconds; 10,000 unless told. */
  readonly patience?: number;
  /** Aborting stops it, and gives the lease back. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: WebhookAlarm) => void;
}

interface Delivering {
  /** What it was begun with; another one begins anew. */
  readonly as: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** What a webhook is begun anew for. Its URL, its secrets and its content are looked at for each delivery. */
const begunAs = ({ state: { registered, replays, resumedAt } }: KnownWebhook): string =>
  JSON.stringify([
    registered?.readsAs,
    registered?.cases,
    registered?.types,
    replays.at(-1)?.event,
    resumedAt,
  ]);

/** Delivers to every webhook that stands and is not paused, each in a loop of its own, until the signal aborts. */
export const runWebhooks = <Schema>(options: RunWebhooks<Schema>): RunningUnderLease => {
  const {
    known,
    clock,
    signal,
    onAlarm,
    random = Math.random,
    askEvery = 1_000,
    patience = 10_000,
  } = options;
  const { leaseSeconds, publicUrl, sources, onAttempt } = options;
  const database = webhookTables(options.database);

  const send: DeliveringPorts['send'] = (url, headers, body, ending) => {
    const { targets, lookUp = lookUpHost } = options;
    return within(patience, ending, async (signal) => {
      const target = await targetOf(url, targets, lookUp, signal);
      if (target.ok) return post(target.value, headers, body, signal);
      return signal.aborted ? { answered: false } : null;
    });
  };

  const deliver = async (
    webhook: KnownWebhook,
    held: HeldLease<WebhookTables>,
    ending: AbortSignal,
  ): Promise<void> => {
    const { webhookId, state } = webhook;
    const { registered } = state;
    if (registered === null) return;
    const stalled = (failed: number, error: unknown) =>
      onAlarm({ kind: 'webhook-stalled', webhookId, attempt: failed, problem: problemOf(error) });
    for (let attempt = 1; !ending.aborted; attempt += 1) {
      try {
        await deliverWebhook({
          ...{ sources, clock, random, publicUrl, askEvery, send, onAttempt, webhookId },
          webhook: known.webhook,
          who: softwareReading(options, registered),
          kept: keptDeliveries(database, webhookId, held),
          signal: ending,
          fullContentIsAgreed: (organisation) =>
            fullContentIsAgreedAt(known.agreement(organisation), clock.now()),
          pause: async (because) => {
            await options.webhooks.pauseAsTheSystem(webhookId, because);
            onAlarm({ kind: 'webhook-paused', webhookId, because });
          },
          onBegunAnew: () => onAlarm({ kind: 'webhook-begun-anew', webhookId }),
          onSourceFailed: stalled,
        });
      } catch (error) {
        if (ending.aborted) return;
        stalled(attempt, error);
        await pause(waitAfterFailure(attempt), ending);
      }
    }
  };

  const work = async (held: HeldLease<WebhookTables>): Promise<void> => {
    await setUpWebhookTables(database);
    await known.ready();
    const delivering = new Map<string, Delivering>();
    const changed = wakeable(held.signal);
    const forget = known.onChange(changed.wake);

    const end = async (webhookId: string): Promise<void> => {
      const running = delivering.get(webhookId);
      if (running === undefined) return;
      running.stop.abort();
      await running.ended;
      delivering.delete(webhookId);
    };
    const begin = (webhook: KnownWebhook): void => {
      const stop = new AbortController();
      const ending = AbortSignal.any([held.signal, stop.signal]);
      const ended = deliver(webhook, held, ending);
      delivering.set(webhook.webhookId, { as: begunAs(webhook), stop, ended });
    };

    try {
      await forgetRemoved(database, known, held);
      while (!held.signal.aborted) {
        const wanted = new Map(
          known.all().flatMap((one) => (one.state.paused === null ? [[one.webhookId, one] as const] : [])),
        );
        const over = [...delivering].filter(([id, { as }]) => {
          const now = wanted.get(id);
          return now === undefined || begunAs(now) !== as;
        });
        // Beside one another: a receiver that is being waited for holds up no other.
        await Promise.all(over.map(([id]) => end(id)));
        if (over.length > 0) await forgetRemoved(database, known, held);
        for (const [id, webhook] of wanted) if (!delivering.has(id)) begin(webhook);
        await changed.wait(60_000);
      }
    } finally {
      forget();
      await Promise.all([...delivering.keys()].map(end));
    }
  };

  return runUnderLease({
    ...{ database, name: webhooksLease, signal, work },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    onFailure: (failure) => onAlarm({ kind: 'webhooks-stalled', ...failure }),
  });
};

/** Takes what is kept of webhooks that were removed out of the tables. */
const forgetRemoved = async (
  database: Database<WebhookTables>,
  known: FollowedWebhooks,
  held: HeldLease<WebhookTables>,
): Promise<void> => {
  for (const table of ['webhook_place', 'webhook_delivery'] as const) {
    const rows = await database.writer.selectFrom(table).select('webhook_id').distinct().execute();
    for (const { webhook_id: webhookId } of rows)
      if (known.webhook(webhookId)?.removed === true)
        await keptDeliveries(database, webhookId, held).forget();
  }
};
