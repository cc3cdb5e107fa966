import type { Logger } from '#platform';
import type { DisclosureLog } from '#read-models';
import { unavailable } from '../errors/refusal.js';

/** A disclosure log whose failure the operator is told of, and whoever asked only as UNAVAILABLE. */
export const failingClosed = (disclosures: DisclosureLog, logger: Logger): DisclosureLog => ({
  record: async (reader, touches) => {
    try {
      await disclosures.record(reader, touches);
    } catch (error) {
      const { correlation } = reader;
      logger.error('A disclosure could not be recorded, so nothing is answered.', { correlation, error });
      throw unavailable();
    }
  },
});
