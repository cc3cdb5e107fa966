import type { Configuration } from '#platform';
import type { Standalone } from './standalone.js';

/** What a newcomer reads in the terminal. The people and the case are those of Miriam's story. */
const askers = [['ruth-northbridge', 'safeguarding']] as const;

export const greeting = async (started: Standalone, { dataFolder }: Configuration): Promise<string> =>
  `Listening on ${started.address}, data in ${dataFolder}. ${askers.length}\n`;
