import { StoreUnavailable, type EventStore } from '#event-store';
import { unwell, well, type HealthFinding } from '#platform';

/** Whether the log takes writes. An empty append writes nothing and asks just that. */
export const takesWrites = (store: EventStore) => async (): Promise<HealthFinding> => {
  try {
    await store.append('health', [], { expected: 'any' });
    return well;
  } catch (problem) {
    if (problem instanceof StoreUnavailable) return unwell('takes-no-writes');
    throw problem;
  }
};
