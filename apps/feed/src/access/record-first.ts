import type { CaseTouch, Reader } from '#read-models';
import { unavailable } from '../errors/refusal.js';
import type { FeedPorts } from '../ports.js';

/**
 * Records what is about to be told, or denied. Where that fails, the operator is told why, and whoever asked gets nothing.
 * @throws Refusal
 */
export const recordFirst = async (
  { disclosures, logger }: Pick<FeedPorts, 'disclosures' | 'logger'>,
  reader: Reader,
  touches: readonly CaseTouch[],
): Promise<void> => {
  try {
    await disclosures.record(reader, touches);
  } catch (error) {
    const { correlation } = reader;
    logger.error('A disclosure could not be recorded, so nothing is told.', { correlation, error });
    throw unavailable();
  }
};
