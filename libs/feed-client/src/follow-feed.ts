import { setTimeout } from 'node:timers/promises';
import { Metadata, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import { usualBackOff, waitBefore, type BackOff } from './back-off.js';
import { feedRefused, mayPass, type FeedRefused } from './feed-refused.js';
import {
  CaseEventsClient,
  Content,
  Start,
  type SubscribeRequest,
  type SubscribeResponse,
} from './generated/throughline/feed/v1/case_events.js';
import type { Entry } from './generated/throughline/feed/v1/entry.js';

export interface FollowFeedOptions {
  /** Such as `feed.example:4100`. */
  readonly address: string;
  /** `credentials.createSsl(...)`; in clear only for development on loopback. */
  readonly credentials: ChannelCredentials;
  /** A token that is good now. It is asked before each attempt. */
  readonly token: () => Promise<string>;
  /** For what purpose, such as `safeguarding`. */
  readonly purpose: string;
  /** Only these cases, with those that their timelines show; none: every case of the agency. */
  readonly cases?: readonly string[];
  /** Only entries of these types; none: all. */
  readonly types?: readonly string[];
  /** Thin unless told. */
  readonly content?: Content;
  /** Where to begin; after that it is gone on after what was confirmed. */
  readonly start: 'beginning' | 'now' | { readonly after: string };
  readonly backOff?: BackOff;
  /** Told of each attempt that failed and is made again. */
  readonly onInterruption?: (problem: FeedRefused) => void;
}

/** What a subscriber is given. The same delivery has the same id whenever it is given again. */
export type FeedMessage =
  | { readonly kind: 'entry'; readonly id: string; readonly cursor: string; readonly entry: Entry }
  | {
      readonly kind: 'ended';
      readonly id: string;
      readonly cursor: string;
      readonly caseId: string;
      readonly eventId: string;
    }
  /** A place to go on from; `caughtUp`: everything that was there has been given. */
  | { readonly kind: 'checkpoint'; readonly cursor: string; readonly caughtUp: boolean };

export interface FollowedFeed extends AsyncIterable<FeedMessage> {
  /**
   * Everything up to this message is dealt with: after an interruption it is gone on after it. What was given and not
   * confirmed is given again. Keep its cursor, to go on there after a new start.
   */
  readonly confirm: (message: FeedMessage) => void;
  /** After what it would be gone on now; null: from where it began. */
  readonly confirmed: () => string | null;
  /** Ends the subscription; whoever iterates is given nothing more. */
  readonly close: () => void;
}

/** A connection that is silent is asked whether it is there, well within the idle limits that proxies have. */
const channel = {
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // A whole batch may be under way, or a far server would wait for each acknowledgement.
  'grpc-node.flow_control_window': 1024 * 1024,
};

/**
 * Follows the feed through interruptions: to be iterated once. While nothing is taken from it, nothing is sent.
 * Iterating throws FeedRefused where to go on would not help.
 */
export const followFeed = (options: FollowFeedOptions): FollowedFeed => {
  const client = new CaseEventsClient(options.address, options.credentials, channel);
  const closing = new AbortController();
  const place = placeOf(options.start);
  const messages = followed(client, options, place, closing.signal);
  return {
    [Symbol.asyncIterator]: () => messages,
    confirm: place.confirm,
    confirmed: place.confirmed,
    close: () => {
      closing.abort();
      client.close();
    },
  };
};

/** From where it is gone on. */
interface Place {
  readonly request: () => SubscribeRequest['start'];
  readonly given: (message: FeedMessage) => void;
  readonly confirm: (message: FeedMessage) => void;
  readonly confirmed: () => string | null;
}

const placeOf = (start: FollowFeedOptions['start']): Place => {
  let confirmed = typeof start === 'object' ? start.after : null;
  let lastDelivery: string | null = null;
  return {
    request: () => {
      if (confirmed !== null) return { $case: 'after', after: confirmed };
      const from = start === 'now' ? Start.START_FROM_NOW : Start.START_FROM_BEGINNING;
      return { $case: 'from', from };
    },
    given: ({ kind, cursor }) => {
      if (kind !== 'checkpoint') lastDelivery = cursor;
      // Before it there is nothing that is not dealt with.
      else if (lastDelivery === null) confirmed = cursor;
    },
    confirm: ({ cursor }) => {
      confirmed = cursor;
      if (cursor === lastDelivery) lastDelivery = null;
    },
    confirmed: () => confirmed,
  };
};

async function* followed(
  client: CaseEventsClient,
  options: FollowFeedOptions,
  place: Place,
  closing: AbortSignal,
): AsyncGenerator<FeedMessage, void> {
  const { backOff = usualBackOff, onInterruption } = options;
  let failed = 0;
  while (!closing.aborted) {
    try {
      for await (const message of once(
        client,
        await metadataOf(options),
        requestOf(options, place),
        closing,
      )) {
        failed = 0;
        place.given(message);
        yield message;
        if (closing.aborted) return;
      }
    } catch (problem) {
      if (closing.aborted) return;
      if (!isServiceError(problem)) throw problem;
      const refused = feedRefused(problem);
      if (!mayPass(refused)) throw refused;
      onInterruption?.(refused);
    }
    await setTimeout(waitBefore(backOff, failed), undefined, { signal: closing }).catch(() => undefined);
    failed += 1;
  }
}

const isServiceError = (problem: unknown): problem is ServiceError =>
  problem instanceof Error && 'metadata' in problem && problem.metadata instanceof Metadata;

const metadataOf = async ({ token, purpose }: FollowFeedOptions): Promise<Metadata> => {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await token()}`);
  metadata.set('x-purpose', purpose);
  return metadata;
};

const requestOf = (
  { cases = [], types = [], content = Content.CONTENT_THIN }: FollowFeedOptions,
  place: Place,
): SubscribeRequest => ({ cases: [...cases], types: [...types], content, start: place.request() });

/** One call, until it ends or fails. */
async function* once(
  client: CaseEventsClient,
  metadata: Metadata,
  request: SubscribeRequest,
  closing: AbortSignal,
): AsyncGenerator<FeedMessage, void> {
  const call = client.subscribe(request, metadata);
  // What ends a call that nobody iterates any more concerns nobody.
  call.on('error', () => undefined);
  const cancel = () => call.cancel();
  closing.addEventListener('abort', cancel, { once: true });
  try {
    for await (const response of call as AsyncIterable<SubscribeResponse>) {
      const message = messageOf(response);
      if (message !== null) yield message;
    }
  } finally {
    closing.removeEventListener('abort', cancel);
    call.cancel();
  }
}

/** Null for what a newer server sends and this client does not know. */
const messageOf = ({ message }: SubscribeResponse): FeedMessage | null => {
  switch (message?.$case) {
    case 'entry': {
      const { id, cursor, entry } = message.entry;
      return entry === undefined ? null : { kind: 'entry', id, cursor, entry };
    }
    case 'ended':
      return { kind: 'ended', ...message.ended };
    case 'checkpoint':
      return { kind: 'checkpoint', cursor: message.checkpoint.cursor, caughtUp: false };
    case 'caughtUp':
      return { kind: 'checkpoint', cursor: message.caughtUp.cursor, caughtUp: true };
    case undefined:
      return null;
  }
};
