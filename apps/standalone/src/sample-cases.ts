import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { developmentAudience, developmentIssuerUrl } from '#identity';
import { storyClock } from '#kernel';
import { openAdministration, openRecording } from '#recording';
import { adoptNewestPolicy } from '../../programs/src/policy-in-force.js';
import type { Engines } from './engines.js';
import { fileExists } from './file-exists.js';
import { loadSamples } from './samples/load-samples.js';
import type { Views } from './views.js';

const marker = 'samples-incomplete';

/** Whether the sample cases are to be loaded: into an empty folder, or where loading was interrupted. */
export const samplesAreDue = async ({ empty }: Engines, dataFolder: string): Promise<boolean> =>
  empty || (await fileExists(join(dataFolder, marker)));

/** On the disk, with its name, before the first event is: after a power cut the folder is not empty any more. */
const mark = async (dataFolder: string): Promise<void> => {
  for (const [path, flags] of [
    [join(dataFolder, marker), 'w'],
    [dataFolder, 'r'],
  ] as const) {
    const handle = await open(path, flags, 0o600);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
};

const patience = { timeoutMs: 60_000 };

/**
 * Loads the three sample cases by the same path as every action, with the clock of their stories. Interrupted, it goes
 * on at the next start: each action has a key of its own, so none is recorded twice.
 */
export const loadSampleCases = async (
  { store, sealing, policies, directory }: Engines,
  { reads, sight }: Views,
  dataFolder: string,
): Promise<void> => {
  await mark(dataFolder);
  const clock = storyClock('2002-01-01T00:00:00.000Z');
  const ports = { store, sealing, policy: () => policies.current, directory, sight, clock };
  const recording = openRecording(ports);
  const administration = openAdministration(ports);
  const administered = async (type: string, details: Readonly<Record<string, unknown>>, key: string) => {
    const { position } = await administration.record({ type, details, key });
    await directory.readyAt(position, patience);
  };
  await loadSamples({
    record: (request) => recording.record(request),
    setClock: (now) => clock.setTo(now),
    settled: (position) => reads.upTo(position, patience),
    administer: {
      adoptPolicy: () => adoptNewestPolicy(administration, policies),
      registerOrganisation: (details, key) => administered('OrganisationRegistered', details, key),
      bindIssuer: (_issuer, organisations, key) =>
        administered(
          'IssuerBound',
          {
            issuer: developmentIssuerUrl,
            organisations,
            keySet: `${developmentIssuerUrl}/keys`,
            algorithms: ['ES256'],
            audience: developmentAudience,
          },
          key,
        ),
      enrolPerson: (details, key) => administered('PersonEnrolled', details, key),
      suspendPerson: (details, key) => administered('PersonSuspended', details, key),
    },
  });
  await rm(join(dataFolder, marker));
};
