import {
  evolveEmergencyAccess,
  evolveReview,
  noEmergencyAccess,
  noReview,
  showsItselfTo,
  type EmergencyAccessState,
  type ReviewState,
} from '#casework';
import type { CaseId, OrganisationId } from '#kernel';
import type { Principal } from '#identity';
import { loadedStreams, type LoadedStreams } from '../loaded-streams.js';
import { openStoredWithout } from '../open-stored.js';
import type { SharedStreams } from '../shared-streams.js';
import type { OversightPorts } from './api.js';

/** What the acts of oversight stand on: their own streams, and what is asked of cases. */
export interface Matters {
  readonly ports: OversightPorts;
  readonly grants: LoadedStreams<EmergencyAccessState>;
  readonly reviews: LoadedStreams<ReviewState>;
  readonly inTurn: SharedStreams['inTurn'];
  /** Whether a case is there and may be known of; both are the same answer to whoever may not. */
  readonly isThere: (caseId: CaseId, to: Principal) => Promise<boolean>;
  /** Whether an organisation is responsible for the child of a case, by that case or one linked to it. */
  readonly isResponsible: (organisation: OrganisationId, caseId: CaseId) => Promise<boolean>;
}

/** They are few and short; an event of state and index is some 500 bytes. */
const mostEventsInMemory = 20_000;

export const openMatters = (
  ports: OversightPorts,
  { cases, inTurn }: Pick<SharedStreams, 'cases' | 'inTurn'>,
): Matters => ({
  ports,
  inTurn,
  grants: loadedStreams<EmergencyAccessState>({
    store: ports.store,
    begin: noEmergencyAccess,
    evolve: (access, { header }) => evolveEmergencyAccess(access, header),
    open: openStoredWithout,
    mostEvents: mostEventsInMemory,
  }),
  reviews: loadedStreams<ReviewState>({
    store: ports.store,
    begin: noReview,
    evolve: (review, { header }) => evolveReview(review, header),
    open: openStoredWithout,
    mostEvents: mostEventsInMemory,
  }),
  isThere: async (caseId, to) => {
    const { events } = await cases.newestWithEvents(`case-${caseId}`);
    return showsItselfTo(
      [...events.values()].map(({ header }) => header),
      to,
    );
  },
  isResponsible: async (organisation, caseId) => {
    const group = [caseId, ...(await ports.sight.linkedTo(caseId))];
    const states = await Promise.all(group.map((id) => cases.newest(`case-${id}`)));
    return states.some(({ people }) => people.responsible === organisation);
  },
});
