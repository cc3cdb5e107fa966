import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { developmentAudience, developmentIssuerUrl } from '#identity';
import type { Engines } from './engines.js';
import { fileExists } from './file-exists.js';
import { recordSampleCases } from './samples/record-sample-cases.js';
import type { Views } from '../../programs/src/answer-from-views.js';

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

/**
 * Loads the three sample cases into the data folder. Interrupted, it goes on at the next start: each action has a key of
 * its own, so none is recorded twice.
 */
export const loadSampleCases = async (engines: Engines, views: Views, dataFolder: string): Promise<void> => {
  await mark(dataFolder);
  await recordSampleCases(engines, views, {
    issuer: developmentIssuerUrl,
    keySet: `${developmentIssuerUrl}/keys`,
    algorithms: ['ES256'],
    audience: developmentAudience,
  });
  await rm(join(dataFolder, marker));
};
