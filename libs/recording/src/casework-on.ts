import {
  decide,
  decideLink,
  type CaseState,
  type Circumstances,
  type DecidedEvent,
  type LinkState,
  type Proposal,
  type Refusal,
} from '#casework';
import type { CaseId, Instant, OrganisationId, Result } from '#kernel';
import type { RecordRequest } from './api.js';
import type { Destination } from './destination.js';
import type { LoadedStream, LoadedStreams } from './loaded-streams.js';
import { knownTo } from './known-events.js';
import type { RecordingPorts } from './ports.js';
import type { SharedStreams } from './shared-streams.js';

/** How the recorder stands to the stream that the action is for. */
export interface Standing {
  /** On the case, or on one linked to it. */
  readonly onCase: boolean;
  /** Knows of the case without being on it: it was referred to, or something of it was asked of it or given to it. */
  readonly told: boolean;
}

/** What recording needs of casework for one kind of stream. */
export interface CaseworkOn<State> {
  readonly streams: LoadedStreams<State>;
  readonly lastRecordedAt: (state: State) => Instant | null;
  readonly circumstances: (
    request: RecordRequest,
    loaded: LoadedStream<State>,
    to: Destination,
    details: Readonly<Record<string, unknown>>,
  ) => Promise<Circumstances<CaseState>>;
  readonly standing: (
    state: State,
    organisation: OrganisationId,
    circumstances: Circumstances<CaseState>,
  ) => Standing;
  readonly decide: (
    state: State,
    proposal: Proposal,
    circumstances: Circumstances<CaseState>,
  ) => Result<readonly DecidedEvent[], Refusal>;
}

const isOn = ({ people }: CaseState, organisation: OrganisationId) => people.organisations.has(organisation);

export const caseworkOn = (
  { directory, sight }: Pick<RecordingPorts, 'directory' | 'sight'>,
  { cases, links }: Pick<SharedStreams, 'cases' | 'links'>,
): { readonly case: CaseworkOn<CaseState>; readonly link: CaseworkOn<LinkState> } => {
  // Another process may have let an organisation go from a linked case, or brought it in.
  const stateOf = (caseId: CaseId) => cases.newest(`case-${caseId}`);
  const people = {
    functionOf: (organisation: OrganisationId) => directory.functionOf(organisation),
    organisationOf: (person: string) => directory.organisationOf(person),
  };

  return {
    case: {
      streams: cases,
      lastRecordedAt: (kase) => kase.lastRecordedAt,
      decide,
      circumstances: async (request, loaded, to) => ({
        ...people,
        known: await knownTo(sight, request, loaded),
        linked: to.begins ? [] : await Promise.all((await sight.linkedTo(to.caseId ?? '')).map(stateOf)),
        named: new Map(),
      }),
      standing: (kase, organisation, { linked }) => ({
        onCase: isOn(kase, organisation) || linked.some((other) => isOn(other, organisation)),
        told: kase.people.told.has(organisation),
      }),
    },
    link: {
      streams: links,
      lastRecordedAt: (link) => link.lastRecordedAt,
      decide: decideLink,
      circumstances: async (request, loaded, _to, details) => {
        const given = Array.isArray(details.cases) ? (details.cases as readonly CaseId[]) : [];
        const ids = [...new Set([...given, ...loaded.state.cases])];
        const states = await Promise.all(ids.map(async (id) => [id, await stateOf(id)] as const));
        return {
          ...people,
          known: await knownTo(sight, request, loaded),
          linked: [],
          named: new Map(states.filter(([, kase]) => kase.caseId !== null)),
        };
      },
      // Whoever is on one of a link's cases may know of the link, and nobody else.
      standing: (link, organisation, { named }) => ({
        onCase: [...named].some(
          ([id, kase]) => (link.cases.length === 0 || link.cases.includes(id)) && isOn(kase, organisation),
        ),
        told: false,
      }),
    },
  };
};
