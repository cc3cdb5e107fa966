import type { Sight } from '#casework';
import type { EventStore } from '#event-store';
import type { Directory } from '#identity';
import type { Clock } from '#kernel';
import type { Sealing } from '#sealing';
import type { SharingPolicy } from '#sharing-policy';

/** What recording needs; the application that wires it brings each. */
export interface RecordingPorts {
  readonly store: EventStore;
  readonly sealing: Sealing;
  /** The policy in force now. */
  readonly policy: () => SharingPolicy;
  readonly directory: Directory;
  readonly sight: Sight;
  readonly clock: Clock;
}
