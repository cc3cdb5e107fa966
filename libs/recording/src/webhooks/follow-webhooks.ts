import {
  evolveAgreement,
  evolveWebhook,
  FullContentAgreed,
  noWebhook,
  webhookStands,
  type FullContentAgreement,
  type OpenedEvent,
  type WebhookState,
} from '#casework';
import type { EventStore, Position } from '#event-store';
import type { OrganisationId } from '#kernel';
import type { Logger } from '#platform';
import type { Sealing } from '#sealing';
import { setTimeout as wait } from 'node:timers/promises';
import { openStored } from '../open-stored.js';
import type { KnownWebhook, KnownWebhooks } from './api.js';

/** The webhooks and agreements of the log, followed. They are few, so all are in memory. */
export interface FollowedWebhooks extends KnownWebhooks {
  /** Those that stand, of every organisation. */
  readonly all: () => readonly KnownWebhook[];
  /** Calls back when something has changed; the answer ends it. */
  readonly onChange: (listener: () => void) => () => void;
  /** Resolves when everything that was there has been followed. */
  readonly ready: () => Promise<void>;
  /** Waits until what was recorded there of a webhook is known; false where that took longer. */
  readonly readyAt: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const firstPause = 100;
const longestPause = 5_000;

/** Begins to follow. A failure is logged, and it tries again from where it was. */
export const followWebhooks = ({
  store,
  sealing,
  log,
}: {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly sealing: Pick<Sealing, 'openParts'>;
  readonly log: Logger;
}): FollowedWebhooks => {
  const open = openStored(sealing);
  const webhooks = new Map<string, WebhookState>();
  const agreements = new Map<OrganisationId, FullContentAgreement>();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let applied: Position | 'start' = 'start';
  let caughtUp: () => void;
  const firstCatchUp = new Promise<void>((resolve) => {
    caughtUp = resolve;
  });

  const apply = (event: OpenedEvent): void => {
    if (FullContentAgreed.is(event)) {
      const { organisation } = event.details;
      agreements.set(organisation, evolveAgreement(agreements.get(organisation) ?? null, event));
      return;
    }
    const webhookId = event.header.stream.slice('webhook-'.length);
    webhooks.set(webhookId, evolveWebhook(webhooks.get(webhookId) ?? noWebhook, event));
  };

  const followOnce = async (): Promise<void> => {
    const streams = ['webhook-', 'agreement-'];
    for await (const delivery of store.subscribe({ after: applied, streams, signal })) {
      if (delivery.kind === 'caught-up') {
        caughtUp();
        continue;
      }
      for (const { opened } of await open(delivery.events)) apply(opened);
      applied = delivery.events.at(-1)?.position ?? applied;
      for (const listener of [...listeners]) listener();
    }
  };

  const follow = async (): Promise<void> => {
    let pause = firstPause;
    while (!signal.aborted) {
      const began = applied;
      try {
        await followOnce();
      } catch (error) {
        log.error('the webhooks cannot be followed in the log', { component: 'webhooks', error });
      }
      if (signal.aborted) return;
      pause = applied === began ? Math.min(longestPause, pause * 2) : firstPause;
      await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const following = follow();

  const isPast = (position: Position): boolean => applied !== 'start' && applied >= position;
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const all = (): readonly KnownWebhook[] =>
    [...webhooks].flatMap(([webhookId, state]) => (webhookStands(state) ? [{ webhookId, state }] : []));

  return {
    webhook: (webhookId) => webhooks.get(webhookId),
    all,
    ofOrganisation: (organisation) =>
      all().filter(({ state }) => state.registered?.organisation === organisation),
    agreement: (organisation) => agreements.get(organisation) ?? null,
    onChange,
    ready: () => firstCatchUp,
    readyAt: (position, { timeoutMs }) =>
      new Promise((answer) => {
        const end = (past: boolean): void => {
          clearTimeout(timer);
          forget();
          answer(past);
        };
        const look = (): void => {
          if (isPast(position)) end(true);
        };
        const timer = setTimeout(() => end(isPast(position)), timeoutMs);
        const forget = onChange(look);
        look();
      }),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};
