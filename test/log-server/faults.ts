/** What happens to one append: served, or one of the ways in which a server fails its client. */
export type AppendFault =
  | 'served'
  | 'dropped-before-writing'
  | 'dropped-after-writing'
  | 'unavailable'
  | 'not-leader'
  | 'never-answered'
  | 'written-and-never-answered'
  | 'timed-out';

export type ReadFault = 'served' | 'unavailable' | 'dropped' | 'never-answered' | 'not-leader';

export type SubscriptionFault =
  | 'served'
  | 'unavailable'
  | 'never-confirmed'
  /** Ends properly after some events, as a server does that is being stopped. */
  | 'ended'
  /** The connection is lost after some events. */
  | 'dropped'
  /** Every event comes twice, and the second time with some that came before it. */
  | 'duplicated';

/** What a test has switched on. Each list is worked off from its beginning; where it is empty, all is served. */
export interface Faults {
  appends: AppendFault[];
  reads: ReadFault[];
  subscriptions: SubscriptionFault[];
  /** After how many events of a subscription it is dropped or ended. */
  eventsBeforeLoss: number;
  /** Every call is answered that the server is not ready. */
  isNotReady: boolean;
}

export const noFaults = (): Faults => ({
  appends: [],
  reads: [],
  subscriptions: [],
  eventsBeforeLoss: 3,
  isNotReady: false,
});

/** What the server has seen, so that a test can tell that something was asked for as it should be. */
export interface Seen {
  connections: number;
  subscriptions: number;
  batchAppends: number;
  singleAppends: number;
  /** Events of the system that were sent, because nobody asked to leave them out. */
  systemEventsSent: number;
  eventsSent: number;
  leaderRequired: number;
}

export const nothingSeen = (): Seen => ({
  connections: 0,
  subscriptions: 0,
  batchAppends: 0,
  singleAppends: 0,
  systemEventsSent: 0,
  eventsSent: 0,
  leaderRequired: 0,
});
