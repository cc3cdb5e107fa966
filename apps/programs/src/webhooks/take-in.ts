import type { RegisteredWebhook, WebhookContent } from '#casework';
import { randomId, type Clock } from '#kernel';
import { pause, waitAfterFailure } from '#projections';
import type { CurrentReader, FeedStart } from '#read-models';
import { begunAnew, begunAnewDelivered } from './begun-anew.js';
import type { Delivered } from './cloud-event.js';
import type { KeptDeliveries, Waiting } from './kept-deliveries.js';
import type { OpenedSource, Source, TakenItem } from './source.js';

export interface TakeIn {
  readonly webhookId: string;
  readonly source: Source;
  readonly kept: KeptDeliveries;
  readonly who: CurrentReader;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly registered: () => RegisteredWebhook | null;
  /** What may be delivered now. */
  readonly content: () => WebhookContent;
  readonly room: {
    readonly size: () => number;
    readonly wait: (milliseconds: number) => Promise<void>;
  };
  readonly onTaken: (waiting: Waiting, delivered: Delivered, content: WebhookContent) => void;
  readonly onNotThere: () => Promise<void>;
  readonly onBegunAnew: () => void;
  readonly onSourceFailed: (attempt: number, error: unknown) => void;
}

const beginning = (webhookId: string): Omit<TakenItem, 'caseId'> & { readonly caseId: null } => {
  const id = randomId();
  return {
    ...{ id, kind: begunAnew, caseId: null, subjectId: webhookId },
    delivered: (now) => begunAnewDelivered(id, webhookId, now),
  };
};

/** So many deliveries may wait for a receiver before nothing more is read for it. */
const mostWaiting = 500;
const mostAtOnce = 50;
/** How long a change of the agreement may go unnoticed where nothing comes. */
const heartbeatMs = 5_000;
const readAgainAfter = 10_000;

/**
 * Takes from a source and keeps what it gave together with the place, until the signal aborts. Nothing is lost between: what
 * was given and not kept is given again, by the same id. A source that cannot be read is tried again, and holds up no other.
 */
export const takeIn = async (options: TakeIn): Promise<void> => {
  const { source, kept, who, clock, signal, registered, room, onTaken } = options;
  let cursor = (await kept.places()).find((place) => place.source === source.name)?.cursor ?? null;
  let number = await kept.lastNumber();
  let anew = false;
  let failures = 0;

  /** Null where it could not be read, after a wait. */
  const readOrWait = async <Read>(read: () => Promise<Read>): Promise<Read | null> => {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted) return null;
      failures += 1;
      options.onSourceFailed(failures, error);
      await pause(waitAfterFailure(failures), signal);
      return null;
    }
  };

  const openOrWait = async (content: WebhookContent): Promise<OpenedSource | null> => {
    const webhook = registered();
    if (webhook === null) {
      await pause(readAgainAfter, signal);
      return null;
    }
    const start: FeedStart = anew ? 'beginning' : cursor === null ? webhook.startsWith : { after: cursor };
    const opened = await readOrWait(() => source.open(webhook, who, start, content));
    if (opened === null) return null;
    if (opened.ok) return opened.value;
    switch (opened.reason) {
      case 'begin-anew':
        if (anew) await pause(readAgainAfter, signal);
        else options.onBegunAnew();
        anew = true;
        return null;
      case 'case-not-there':
        await options.onNotThere();
        await pause(readAgainAfter, signal);
        return null;
      case 'closed':
        await pause(readAgainAfter, signal);
        return null;
    }
  };

  const takeFrom = async (opened: OpenedSource, content: WebhookContent): Promise<void> => {
    while (!signal.aborted && options.content() === content) {
      // What waits makes room for what is sent anew.
      if (!anew && room.size() >= mostWaiting) {
        await room.wait(heartbeatMs);
        continue;
      }
      // The first answer comes at once: from then on the place is kept.
      const patience = cursor === null || anew ? 1 : heartbeatMs;
      const batch = await readOrWait(() => opened.next({ most: mostAtOnce, heartbeatMs: patience, signal }));
      if (batch === null) return;
      failures = 0;
      const now = clock.now();
      const first = anew && source.tellsOfBeginningAnew ? [beginning(options.webhookId)] : [];
      const taken = [...first, ...batch.items].map(({ delivered, ...item }) => {
        number += 1;
        const waiting = { ...item, source: source.name, number, attempts: 0, nextAt: now, takenAt: now };
        return { waiting, delivered };
      });
      if (taken.length > 0 || batch.checkpoint !== cursor)
        await kept.take(
          taken.map(({ waiting }) => waiting),
          { source: source.name, cursor: batch.checkpoint },
          now,
        );
      cursor = batch.checkpoint;
      anew = false;
      for (const { waiting, delivered } of taken) onTaken(waiting, delivered(now), content);
      if (batch.closing !== null) {
        await pause(readAgainAfter, signal);
        return;
      }
    }
  };

  while (!signal.aborted) {
    const content = options.content();
    const opened = await openOrWait(content);
    if (opened === null) continue;
    try {
      await takeFrom(opened, content);
    } finally {
      opened.close();
    }
  }
};
