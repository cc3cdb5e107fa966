import type { Kysely } from 'kysely';
import type { EventStore } from '#event-store';
import type { Directory } from '#identity';
import type { Clock } from '#kernel';
import type { Sealing } from '#sealing';
import type { SharingPolicy } from '#sharing-policy';
import type { DisclosureLog } from '../api.js';
import type { ReadTables } from '../reading/ports.js';

/** What deciding who may know of an alert needs. None of it is a view. */
export interface AlertGroundPorts {
  readonly store: Pick<EventStore, 'readStream'>;
  /** A door that does not write. */
  readonly database: Kysely<ReadTables>;
  /** The policy in force now. */
  readonly policy: () => SharingPolicy;
  readonly directory: Directory;
}

/** What reading alerts needs. */
export interface AlertReadPorts extends AlertGroundPorts {
  readonly disclosures: DisclosureLog;
  readonly tokens: Pick<Sealing['tokens'], 'seal' | 'open'>;
  readonly clock: Clock;
}
