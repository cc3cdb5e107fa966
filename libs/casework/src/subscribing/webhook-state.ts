import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { OpenedEvent } from '../declaration/case-event.js';
import {
  WebhookChanged,
  WebhookPaused,
  WebhookRegistered,
  WebhookRemoved,
  WebhookReplayAsked,
  WebhookResumed,
  WebhookSecretRotated,
  type WebhookContent,
  type WebhookPause,
  type WebhookStart,
} from './webhook-events.js';

/** What a webhook delivers, and where to. */
export interface WebhookDelivers {
  readonly url: string;
  /** Null: every case. */
  readonly cases: readonly CaseId[] | null;
  /** Null: every type. */
  readonly types: readonly string[] | null;
  readonly content: WebhookContent;
}

/** Deliveries that were given up and asked for again. */
export interface WebhookReplay {
  readonly event: EventId;
  readonly deliveries: readonly string[];
}

export interface RegisteredWebhook extends WebhookDelivers {
  readonly organisation: OrganisationId;
  readonly readsAs: PersonId;
  readonly startsWith: WebhookStart;
  readonly registeredAt: Instant;
  /** The one to sign with; it is nobody's to read but of the process that delivers. */
  readonly secret: string;
  /** The one before it, and since when it is not the one. */
  readonly secretBefore: { readonly secret: string; readonly replacedAt: Instant } | null;
}

/** What is known of one webhook from the events of its stream. */
export interface WebhookState {
  /** Null before it is registered. */
  readonly registered: RegisteredWebhook | null;
  readonly paused: { readonly because: WebhookPause; readonly at: Instant } | null;
  /** When deliveries went on after the last pause; null where there was none. */
  readonly resumedAt: Instant | null;
  readonly removed: boolean;
  /** The newest, the first asked first. */
  readonly replays: readonly WebhookReplay[];
  readonly lastRecordedAt: Instant | null;
}

export const noWebhook: WebhookState = {
  registered: null,
  paused: null,
  resumedAt: null,
  removed: false,
  replays: [],
  lastRecordedAt: null,
};

/** What was asked longer ago than so many replays is in the tables of the deliveries, or was never followed. */
const replaysRemembered = 1_000;

/** Long enough to bring a new secret to every process of a receiver. */
const millisecondsWithBoth = 24 * 60 * 60 * 1_000;

/** What is known of a webhook after one more event of its stream. */
export const evolveWebhook = (state: WebhookState, event: OpenedEvent): WebhookState => {
  const { id, recordedAt } = event.header;
  const dated = { ...state, lastRecordedAt: recordedAt };
  const { registered } = state;
  if (WebhookRegistered.is(event)) {
    const { organisation, readsAs, startsWith, secret } = event.details;
    const fixed = { organisation, readsAs, startsWith, secret, registeredAt: recordedAt, secretBefore: null };
    return { ...dated, registered: { ...fixed, ...deliversIn(event.details) } };
  }
  if (registered === null) return dated;
  if (WebhookChanged.is(event))
    return { ...dated, registered: { ...registered, ...deliversIn(event.details) } };
  if (WebhookPaused.is(event))
    return { ...dated, paused: { because: event.details.because, at: recordedAt } };
  if (WebhookResumed.is(event)) return { ...dated, paused: null, resumedAt: recordedAt };
  if (WebhookRemoved.is(event)) return { ...dated, removed: true };
  if (WebhookSecretRotated.is(event)) {
    const secretBefore = { secret: registered.secret, replacedAt: recordedAt };
    return { ...dated, registered: { ...registered, secret: event.details.secret, secretBefore } };
  }
  if (WebhookReplayAsked.is(event)) {
    const replay = { event: id, deliveries: event.details.deliveries };
    return { ...dated, replays: [...state.replays, replay].slice(-replaysRemembered) };
  }
  return dated;
};

interface DeliversTold {
  readonly url: string;
  readonly cases?: readonly CaseId[] | null;
  readonly types?: readonly string[] | null;
  readonly content: WebhookContent;
}

const deliversIn = ({ url, cases, types, content }: DeliversTold): WebhookDelivers => ({
  url,
  cases: cases ?? null,
  types: types ?? null,
  content,
});

/** The secrets that deliveries are signed with now, the newest first. */
export const secretsAt = (
  { secret, secretBefore }: Pick<RegisteredWebhook, 'secret' | 'secretBefore'>,
  now: Instant,
): readonly string[] => {
  const both =
    secretBefore !== null && Date.parse(now) - Date.parse(secretBefore.replacedAt) < millisecondsWithBoth;
  return both ? [secret, secretBefore.secret] : [secret];
};
