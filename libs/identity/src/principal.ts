import type { AgencyFunction, Recorder, Role } from '#casework';
import type { OrganisationId, PersonId } from '#kernel';

/**
 * Who is asking, as the directory and a verified token say together. Relationships to cases are not here: they come
 * from events.
 */
export interface Principal {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly function: AgencyFunction;
  readonly role: Role;
  readonly team: string | null;
  readonly supervisor: PersonId | null;
  /** What the issuer vouches for: the level of vetting, and how the person was authenticated (`acr`, OpenID Connect). */
  readonly vetting: string | null;
  readonly acr: string | null;
  /** The same person as the author of an event. */
  readonly author: Recorder;
}
