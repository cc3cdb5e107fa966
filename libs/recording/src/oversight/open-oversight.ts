import { refused, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import { cannotServe } from '../attempts.js';
import { openStreams, type SharedStreams } from '../shared-streams.js';
import type { Oversight, OversightPorts } from './api.js';
import {
  endEmergencyAccess,
  endWhatRanOut,
  reviewEmergencyAccess,
} from './end-and-review-emergency-access.js';
import { openMatters } from './matters.js';
import { openEmergencyAccess } from './open-emergency-access.js';
import { closeReview, openReview, recordExport, recordFinding } from './reviews.js';

type Answer<Recorded> = Promise<Result<Recorded, RecordingRefusal>>;

/** What an act reads before its turn may be away as well as what it reads in it. */
const served = async <Recorded>(act: Answer<Recorded>): Answer<Recorded> => {
  try {
    return await act;
  } catch (problem) {
    if (cannotServe(problem)) return refused({ code: 'UNAVAILABLE' });
    throw problem;
  }
};

/**
 * Opens the write side of emergency access and of the reviews of boards. `streams` are those of the recording of the same
 * process, so that neither reads what the other has just appended.
 */
export const openOversight = (
  ports: OversightPorts,
  streams: Pick<SharedStreams, 'cases' | 'inTurn'> = openStreams(ports),
): Oversight => {
  const matters = openMatters(ports, streams);
  return {
    openEmergencyAccess: (request) => served(openEmergencyAccess(matters, request)),
    endEmergencyAccess: (request) => served(endEmergencyAccess(matters, request)),
    endWhatRanOut: (grantId) => served(endWhatRanOut(matters, grantId)),
    reviewEmergencyAccess: (request) => served(reviewEmergencyAccess(matters, request)),
    openReview: (request) => served(openReview(matters, request)),
    recordFinding: (request) => served(recordFinding(matters, request)),
    recordExport: (request) => served(recordExport(matters, request)),
    closeReview: (request) => served(closeReview(matters, request)),
  };
};
