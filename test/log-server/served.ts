import type { Metadata, ServiceError } from '@grpc/grpc-js';
import type { EventStore } from '#event-store';
import type { Faults, Seen } from './faults.js';

/** As much of any call as tells whose it is. */
export interface Call {
  readonly metadata: Metadata;
  getPeer(): string;
}

/** What every service of the server works with. */
export interface Served {
  readonly store: EventStore;
  readonly faults: Faults;
  readonly seen: Seen;
  /** Whom a client is sent to that asked somebody who does not lead. */
  readonly leader: () => { readonly host: string; readonly port: number };
  /** Cuts the connection that the call came by, without a word. */
  readonly dropConnection: (call: Call) => void;
  /** Why the call is not served at all; undefined where it is. */
  readonly admits: (call: Call) => ServiceError | undefined;
}
