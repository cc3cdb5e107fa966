import { secretsAt, type RegisteredWebhook, type WebhookContent, type WebhookState } from '#casework';
import type { Clock, Instant } from '#kernel';
import type { CurrentReader } from '#read-models';
import type { KnownWebhooks } from '#recording';
import { begunAnew, begunAnewDelivered } from './begun-anew.js';
import { cloudEvent, cloudEventType } from './cloud-event.js';
import type { KeptDeliveries, Waiting } from './kept-deliveries.js';
import { openLanes, type Queued } from './lanes.js';
import type { Posted } from './post.js';
import { askedWait, failingTooLong, heldUntil, mostAttempts, nextAttemptAt } from './retry-schedule.js';
import { signedHeaders } from './signature.js';
import type { ReadAgain, Source } from './source.js';
import { takeIn } from './take-in.js';
import { wakeable } from './wakeable.js';

/** What happened with one delivery, for metrics. */
export type AttemptOutcome =
  'delivered' | 'refused' | 'no-answer' | 'target-refused' | 'not-to-be-sent' | 'given-up';

export interface DeliveringPorts {
  readonly sources: readonly Source[];
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly publicUrl: string;
  /** How often it asks at least what is due, in milliseconds. */
  readonly askEvery: number;
  /** Posts where that may be done; null where it may not. */
  readonly send: (
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ) => Promise<Posted | null>;
  readonly fullContentIsAgreed: (organisation: string) => boolean;
  readonly pause: (because: 'receiver-gone' | 'failing' | 'case-not-there') => Promise<void>;
  readonly onAttempt: (outcome: AttemptOutcome) => void;
  readonly onBegunAnew: () => void;
  /** A source could not be read, so many times one after another; it is tried again. */
  readonly onSourceFailed: (attempt: number, error: unknown) => void;
}

export interface DeliverWebhook extends DeliveringPorts {
  readonly webhookId: string;
  /** As it stands now: its URL and its secrets may have changed since. */
  readonly webhook: KnownWebhooks['webhook'];
  readonly who: CurrentReader;
  readonly kept: KeptDeliveries;
  readonly signal: AbortSignal;
}

/** What was read so long ago is read again before it is sent, so that policy is asked again. */
const freshFor = 5_000;
/** What cannot be read for now is tried again after so long, and is no attempt. */
const readAgainAfter = 30_000;

const later = (now: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(now) + milliseconds).toISOString();

/**
 * Delivers to one receiver until the signal aborts, or until it is paused: what it takes from the sources is kept, tried
 * in the order of each case, and tried again on a schedule. It waits for nobody else's receiver. What was posted and not kept as
 * taken, because the process ended between, is posted again by the same id.
 */
export const deliverWebhook = async (options: DeliverWebhook): Promise<void> => {
  const { sources, clock, kept, webhookId, who, onAttempt } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const lanes = openLanes();
  const turn = wakeable(signal);
  const room = wakeable(signal);
  const sourceOf = new Map(sources.map((source) => [source.name, source]));
  await followChanges(options.webhook(webhookId), kept, clock.now());
  let failingSince = (await kept.standing()).failingSince;

  const registered = (): RegisteredWebhook | null => options.webhook(webhookId)?.registered ?? null;
  const content = (): WebhookContent => {
    const now = registered();
    return now?.content === 'full' && options.fullContentIsAgreed(now.organisation) ? 'full' : 'thin';
  };

  for (const waiting of await kept.waiting()) lanes.add({ waiting, fresh: null });

  const readAgain = async ({ waiting }: Queued): Promise<ReadAgain> => {
    const { id, caseId, takenAt } = waiting;
    if (caseId === null) return begunAnewDelivered(id, webhookId, takenAt);
    const source = sourceOf.get(waiting.source);
    const webhook = registered();
    // A source that is not there any more has nothing to give.
    if (source === undefined || webhook === null) return 'gone';
    try {
      return await source.again({ ...waiting, caseId }, webhook, who, content());
    } catch (error) {
      options.onSourceFailed(1, error);
      return 'later';
    }
  };

  const over = (queued: Queued, then: Waiting | null) => {
    lanes.over(queued, then);
    turn.wake();
    room.wake();
  };

  const attempt = async (queued: Queued): Promise<void> => {
    const { waiting, fresh } = queued;
    const { id } = waiting;
    // An agreement may have ended since it was read.
    const isFresh = fresh !== null && performance.now() < fresh.until && fresh.content === content();
    const delivered = isFresh ? fresh.delivered : await readAgain(queued);
    if (delivered === 'later')
      return over(queued, { ...waiting, nextAt: later(clock.now(), readAgainAfter) });
    const target = registered();
    if (delivered === 'gone' || target === null) {
      await kept.end(waiting, false);
      onAttempt('not-to-be-sent');
      return over(queued, null);
    }
    const body = cloudEvent(options.publicUrl, delivered);
    const at = clock.now();
    const headers = {
      'content-type': `${cloudEventType}; charset=utf-8`,
      'user-agent': 'Throughline-Webhooks/1.0',
      ...signedHeaders(secretsAt(target, at), { id, at, body }),
    };
    const posted = await options.send(target.url, headers, body, signal);
    // What was broken off because this ends is no failure of the receiver.
    if (signal.aborted) return;
    if (posted?.answered && posted.status >= 200 && posted.status < 300) {
      await kept.end(waiting, true);
      failingSince = null;
      onAttempt('delivered');
      return over(queued, null);
    }
    await notTaken(queued, posted);
  };

  const notTaken = async (queued: Queued, posted: Posted | null): Promise<void> => {
    const { waiting } = queued;
    const now = clock.now();
    const asked = posted?.answered ? askedWait(posted.retryAfter, now) : null;
    const attempts = waiting.attempts + 1;
    // Whoever has not taken that everything begins anew would keep what has ended: it is never given up.
    const counted = waiting.kind === begunAnew ? Math.min(attempts, mostAttempts - 1) : attempts;
    const nextAt = nextAttemptAt(waiting.source, counted, now, asked, options.random());
    const status = posted?.answered ? posted.status : null;
    failingSince ??= now;
    await kept.failed(waiting, { attempts, status, nextAt, failingSince }, now);
    const outcome = posted === null ? 'target-refused' : posted.answered ? 'refused' : 'no-answer';
    onAttempt(outcome);
    if (nextAt === null) onAttempt('given-up');
    if (asked !== null) lanes.holdEntries(heldUntil(now, asked));
    over(queued, nextAt === null ? null : { ...waiting, attempts, nextAt });
    if (status === 410) await options.pause('receiver-gone');
    else if (Date.parse(now) - Date.parse(failingSince) >= failingTooLong) await options.pause('failing');
  };

  const send = async (): Promise<void> => {
    const underWay = new Set<Promise<void>>();
    let problem: { readonly error: unknown } | undefined;
    const ended = (error: unknown) => {
      problem ??= { error };
      turn.wake();
    };
    while (!signal.aborted && problem === undefined) {
      const now = clock.now();
      for (const queued of lanes.due(now)) {
        const trying: Promise<void> = attempt(queued)
          .catch(ended)
          .finally(() => underWay.delete(trying));
        underWay.add(trying);
      }
      const next = lanes.nextAt();
      const wait = next === null ? options.askEvery : Date.parse(next) - Date.parse(clock.now());
      await turn.wait(Math.min(options.askEvery, Math.max(5, wait)));
    }
    await Promise.all(underWay);
    if (problem !== undefined) throw problem.error;
  };

  const parts = [
    send(),
    ...sources.map((source) =>
      takeIn({
        ...{ webhookId, source, kept, who, clock, signal, registered, content },
        room: { size: () => lanes.size(source.name), wait: room.wait },
        onTaken: (waiting, delivered, read) => {
          lanes.add({ waiting, fresh: { delivered, content: read, until: performance.now() + freshFor } });
          turn.wake();
        },
        onNotThere: () => options.pause('case-not-there'),
        onBegunAnew: options.onBegunAnew,
        onSourceFailed: options.onSourceFailed,
      }),
    ),
  ];
  // Where what is kept cannot be written all are begun anew, and none goes on beside that.
  const ended = parts.map((part) =>
    part.catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  await Promise.allSettled(ended);
  await Promise.all(ended);
};

/** Lets what was asked for again wait again, each replay once; after a pause the time of failing is counted anew. */
const followChanges = async (
  state: WebhookState | undefined,
  kept: KeptDeliveries,
  now: Instant,
): Promise<void> => {
  const replays = state?.replays ?? [];
  const resumedAt = state?.resumedAt ?? null;
  const { replayed, failingSince } = await kept.standing();
  if (failingSince !== null && resumedAt !== null && failingSince <= resumedAt) await kept.beginAgain(now);
  const followed = replays.findIndex(({ event }) => event === replayed);
  for (const { event, deliveries } of replays.slice(followed + 1)) await kept.replay(event, deliveries, now);
};
