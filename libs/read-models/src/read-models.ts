import type { Position } from '#event-store';
import type { CaseId } from '#kernel';
import type { Progress } from '#projections';
import type {
  AccessLogPage,
  AccessLogQuery,
  CasesPage,
  CasesQuery,
  CaseSummary,
  Entry,
  EntryQuery,
  Planned,
  Reader,
  TimelinePage,
  TimelineQuery,
} from './api.js';
import { accessLog } from './disclosure/access-log-query.js';
import type {
  EmergencyAccessesPage,
  EmergencyAccessesQuery,
  ReviewsPage,
  ReviewsQuery,
  WorklistPage,
  WorklistQuery,
} from './oversight/api.js';
import { emergencyAccesses } from './oversight/emergency-accesses-query.js';
import { reviews } from './oversight/reviews-query.js';
import { worklist } from './oversight/worklist/worklist-query.js';
import { cases } from './reading/cases-query.js';
import { entry } from './reading/entry-query.js';
import type { ReadPorts } from './reading/ports.js';
import { timeline } from './reading/timeline-query.js';
import { askReview, type AskReview } from './review/reviewing.js';
import { workOfTheBoard, type ReadWorkOfTheBoard } from './review/work-of-the-board.js';
import { caseSummary } from './summary/case-summary-query.js';

/** Everything that can be asked of the read side. */
export interface ReadModels {
  /** The timeline of a case, with those linked to it. An unknown and a hidden case give the same answer. */
  readonly timeline: (reader: Reader, query: TimelineQuery) => Planned<TimelinePage>;
  readonly entry: (reader: Reader, query: EntryQuery) => Planned<Entry>;
  readonly caseSummary: (reader: Reader, caseId: CaseId) => Planned<CaseSummary>;
  readonly cases: (reader: Reader, query: CasesQuery) => Planned<CasesPage>;
  readonly accessLog: (reader: Reader, query: AccessLogQuery) => Planned<AccessLogPage>;
  /** What this person's organisation has to do, of what this person may know of. */
  readonly worklist: (reader: Reader, query: WorklistQuery) => Planned<WorklistPage>;
  /** Emergency access that this person may know of, the first that was opened first. */
  readonly emergencyAccesses: (
    reader: Reader,
    query: EmergencyAccessesQuery,
  ) => Planned<EmergencyAccessesPage>;
  /** The reviews of the reader's own board, open and closed, the first that was opened first. */
  readonly reviews: (reader: Reader, query: ReviewsQuery) => Planned<ReviewsPage>;
  /** Who knew what, and when: asked of a review that is open, by its reviewers. */
  readonly askReview: AskReview;
  /** Terms of reference, findings and exports of a review that is open, for its reviewers. */
  readonly workOfTheBoard: ReadWorkOfTheBoard;
  /**
   * Waits until every view that can be read has applied the log up to this position; null: until there is one to read. False
   * where that took longer than `timeoutMs`.
   */
  readonly upTo: (position: Position | null, options: { readonly timeoutMs: number }) => Promise<boolean>;
}

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
