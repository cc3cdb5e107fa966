import type { EventStore } from '#event-store';
import type { Clock } from '#kernel';
import { toStored, type Sealing } from '#sealing';
import type { DisclosureLog } from '../api.js';
import { accessRecords, type AccessRecord } from './access-events.js';

export interface DisclosureLogPorts {
  readonly store: Pick<EventStore, 'append'>;
  readonly sealing: Pick<Sealing, 'sealParts'>;
  readonly clock: Clock;
}

/**
 * Records what is about to be answered. When it resolves, every record is durable. When it rejects, some may be: a
 * record of an answer that was not given does no harm, an answer without a record would.
 */
export const disclosureLog = ({ store, sealing, clock }: DisclosureLogPorts): DisclosureLog => {
  const append = async ({ declaration, header, parts }: AccessRecord): Promise<void> => {
    const { sealed } = await sealing.sealParts({ header, retention: declaration.retention, parts });
    const event = { id: header.id, type: header.type, data: toStored({ header, parts: sealed }) };
    await store.append(header.stream, [event], { expected: 'any' });
  };
  return {
    record: async (reader, touches) => {
      const now = clock.now();
      await Promise.all(touches.flatMap((touch) => accessRecords(reader, touch, now)).map(append));
    },
  };
};
