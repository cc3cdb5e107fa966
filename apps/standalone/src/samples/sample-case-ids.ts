import { StreamNotFound, type EventStore } from '#event-store';
import type { CaseId } from '#kernel';
import { caseBegunBy } from '#recording';
import { readSamples, type Samples } from './load-samples.js';
import { knownLabels, requestFor } from './requests.js';

/**
 * The ids of the sample cases by the names of their stories. An id follows from the action that begins the case, so it is
 * the same in every data folder and at every start.
 */
export const sampleCaseIds = (
  { stories, directory }: Samples = readSamples(),
): ReadonlyMap<string, CaseId> => {
  const beginnings = stories
    .flatMap(({ actions }) => actions)
    .filter(({ place }) => place.kind === 'case' && place.begins);
  return new Map(
    beginnings.map((action) => [
      action.place.label,
      // The relations of an action have no say in the id of the case that it begins.
      caseBegunBy(requestFor({ ...action, relations: [] }, knownLabels(), directory)),
    ]),
  );
};

/** Those sample cases that are on the record here; none in a folder that was begun without them. */
export const recordedSampleCases = async (
  store: Pick<EventStore, 'readStream'>,
): Promise<ReadonlyMap<string, CaseId>> => {
  const recorded = new Map<string, CaseId>();
  for (const [name, id] of sampleCaseIds()) if (await isRecorded(store, id)) recorded.set(name, id);
  return recorded;
};

const isRecorded = async (store: Pick<EventStore, 'readStream'>, id: CaseId): Promise<boolean> => {
  try {
    for await (const _event of store.readStream(`case-${id}`, { limit: 1 })) return true;
    return false;
  } catch (problem) {
    if (problem instanceof StreamNotFound) return false;
    throw problem;
  }
};
