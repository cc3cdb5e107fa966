import type { Kysely } from 'kysely';
import type { Directory } from '#identity';
import type { Clock } from '#kernel';
import type { ProjectionTables } from '#projections';
import type { Sealing } from '#sealing';
import type { SharingPolicies } from '#sharing-policy';

/** What of the database is outside the namespaces of the views. */
export type ReadTables = ProjectionTables;

/** What the queries need. */
export interface ReadPorts {
  /** A door that does not write. */
  readonly database: Kysely<ReadTables>;
  readonly policies: SharingPolicies;
  readonly directory: Directory;
  readonly sealing: Pick<Sealing, 'openParts'>;
  /** By which an emergency access ends, whether anybody has recorded that it did or not. */
  readonly clock: Clock;
}
