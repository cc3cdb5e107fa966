import type { CaseId } from '#kernel';
import { caseBegunBy } from '#recording';
import { readSamples, type Samples } from './load-samples.js';
import { requestFor, knownLabels } from './requests.js';

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
