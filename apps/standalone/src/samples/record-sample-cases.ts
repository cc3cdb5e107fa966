import type { Sight } from '#casework';
import type { FollowedDirectory } from '#identity';
import type { EventStore, Position } from '#event-store';
import { storyClock, systemClock } from '#kernel';
import { openAdministration, openDuties, openOversight, openRecording, openStreams } from '#recording';
import type { Sealing } from '#sealing';
import type { SharingPolicies } from '#sharing-policy';
import { adoptNewestPolicy } from '../../../programs/src/policy-in-force.js';
import { loadSamples, type LoadedSamples } from './load-samples.js';

export interface SampleEngines {
  readonly store: EventStore;
  readonly sealing: Sealing;
  readonly policies: SharingPolicies;
  readonly directory: FollowedDirectory;
}

export interface SampleViews {
  readonly sight: Sight;
  readonly reads: {
    readonly upTo: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  };
}

/** Who gives tokens to the people of the samples. */
export interface SampleIssuer {
  readonly issuer: string;
  /** The URL of its keys. */
  readonly keySet: string;
  readonly algorithms: readonly string[];
  readonly audience: string;
}

const patience = { timeoutMs: 60_000 };

/** A view did not take in what was recorded. */
export class ViewsDoNotFollow extends Error {
  override readonly name = 'ViewsDoNotFollow';

  constructor() {
    super('The views do not take in what is recorded. Is a projector running? The lines of its log say why.');
  }
}

/** Records the three sample cases by the same path as every action, with the clock of their stories; again, nothing. */
export const recordSampleCases = async (
  { store, sealing, policies, directory }: SampleEngines,
  { reads, sight }: SampleViews,
  issuer: SampleIssuer,
): Promise<LoadedSamples> => {
  const clock = storyClock('2002-01-01T00:00:00.000Z');
  const ports = { store, sealing, policy: () => policies.current, directory, sight, clock };
  const streams = openStreams(ports);
  const recording = openRecording(ports, streams);
  const administration = openAdministration(ports);
  const administered = async (type: string, details: Readonly<Record<string, unknown>>, key: string) => {
    const { position } = await administration.record({ type, details, key });
    await directory.readyAt(position, patience);
  };
  return loadSamples({
    record: (request) => recording.record(request),
    // The one emergency access of the stories is reviewed in time, so nobody's right to another rests.
    oversight: openOversight({ ...ports, overdueEmergencyReviews: () => Promise.resolve([]) }, streams),
    setClock: (now) => clock.setTo(now),
    duties: openDuties(ports, streams),
    present: systemClock.now(),
    settled: async (position) => {
      if (!(await reads.upTo(position, patience))) throw new ViewsDoNotFollow();
    },
    administer: {
      adoptPolicy: () => adoptNewestPolicy(administration, policies),
      registerOrganisation: (details, key) => administered('OrganisationRegistered', details, key),
      bindIssuer: (_issuer, organisations, key) =>
        administered('IssuerBound', { ...issuer, organisations }, key),
      enrolPerson: (details, key) => administered('PersonEnrolled', details, key),
      suspendPerson: (details, key) => administered('PersonSuspended', details, key),
    },
  });
};
