import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Purpose } from '#casework';
import type { CaseId, EventId } from '#kernel';
import { throughline } from './running.fixture.js';
import { until } from './until.fixture.js';

interface Kept {
  readonly eventId: EventId;
  readonly type: string | null;
  readonly level: string;
  readonly address?: string | null;
}

interface Delivery {
  readonly __typename: 'CaseEntryPublished' | 'CaseEntryEnded' | 'FeedCheckpoint';
  readonly id?: string;
  readonly cursor: string;
  readonly entry?: Kept;
  readonly eventId?: EventId;
  readonly caughtUp?: boolean;
}

/** What a system of an agency keeps of what it was sent. */
export interface Followed {
  readonly entries: ReadonlyMap<EventId, Kept>;
  readonly deliveries: readonly Delivery[];
  /** Waits until the subscriber has everything that there was when this was asked. */
  readonly caughtUp: () => Promise<void>;
  /** With what it ended: errors, or the event with which the socket closed. */
  readonly ended: Promise<unknown>;
  readonly stop: () => void;
}

export interface Follower {
  readonly as: string;
  readonly purpose?: Purpose;
  readonly cases: readonly CaseId[];
  readonly after?: string;
}

const query = `subscription ($cases: [ID!], $after: String) {
  caseEvents(cases: $cases, after: $after) {
    __typename
    ... on CaseEntryPublished { id cursor entry { eventId type level ... on PlacementMade { address } } }
    ... on CaseEntryEnded { id cursor eventId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

/** Follows cases as an agency's own system would, with a client of the library. */
export const follow = async ({ as, purpose = 'safeguarding', cases, after }: Follower): Promise<Followed> => {
  const { url } = await throughline.fetch('/health/live', { as });
  const client = createClient({
    url: `${new URL(url).origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${await throughline.tokenOf(as)}`, 'x-purpose': purpose },
  });
  const entries = new Map<EventId, Kept>();
  const deliveries: Delivery[] = [];
  const take = (delivery: Delivery): void => {
    deliveries.push(delivery);
    if (delivery.entry !== undefined) entries.set(delivery.entry.eventId, delivery.entry);
    if (delivery.__typename === 'CaseEntryEnded') entries.delete(delivery.eventId!);
  };
  let stop: () => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    stop = client.subscribe(
      { query, variables: { cases, ...(after === undefined ? {} : { after }) } },
      {
        next: ({ data }) => take((data as { caseEvents: Delivery }).caseEvents),
        error: resolve,
        complete: () => resolve('complete'),
      },
    );
  });
  const isCaughtUp = () => deliveries.some(({ caughtUp }) => caughtUp === true);
  return { entries, deliveries, ended, stop, caughtUp: () => until(isCaughtUp) };
};
