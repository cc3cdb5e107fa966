import type { Progress } from '#projections';
import type { ReadModels } from './api.js';
import { accessLog } from './disclosure/access-log-query.js';
import { emergencyAccesses } from './oversight/emergency-accesses-query.js';
import { reviews } from './oversight/reviews-query.js';
import { worklist } from './oversight/worklist/worklist-query.js';
import { cases } from './reading/cases-query.js';
import { entry } from './reading/entry-query.js';
import type { ReadPorts } from './reading/ports.js';
import { timeline } from './reading/timeline-query.js';
import { askReview } from './review/reviewing.js';
import { workOfTheBoard } from './review/work-of-the-board.js';
import { caseSummary } from './summary/case-summary-query.js';

export interface ReadModelPorts extends ReadPorts {
  /** How far what is read here has come, whoever writes it. */
  readonly progress: Pick<Progress, 'waitFor'>;
}

/** The read side: every query narrows to the person who asks, and says what it would tell before it opens anything. */
export const openReadModels = (ports: ReadModelPorts): ReadModels => ({
  timeline: (reader, query) => timeline(ports, reader, query),
  entry: (reader, query) => entry(ports, reader, query),
  caseSummary: (reader, caseId) => caseSummary(ports, reader, caseId),
  cases: (reader, query) => cases(ports, reader, query),
  accessLog: (reader, query) => accessLog(ports, reader, query),
  worklist: (reader, query) => worklist(ports, reader, query),
  emergencyAccesses: (reader, query) => emergencyAccesses(ports, reader, query),
  reviews: (reader, query) => reviews(ports, reader, query),
  askReview: (reader, asked, make) => askReview(ports, reader, asked, make),
  workOfTheBoard: (reader, reviewId) => workOfTheBoard(ports, reader, reviewId),
  upTo: (position, options) => ports.progress.waitFor(position, options),
});
