import {
  AccessDenied,
  BreakGlassEnded,
  BreakGlassOpened,
  BreakGlassReviewed,
  RecordRead,
  SearchPerformed,
} from './access-events.js';
import {
  DecisionHistoryExported,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
  StatisticPublished,
} from './review-events.js';

export const accessAndReviewProcess = {
  folder: 'access-and-review',
  title: 'Access and review',
  events: [
    RecordRead,
    SearchPerformed,
    AccessDenied,
    BreakGlassOpened,
    BreakGlassEnded,
    BreakGlassReviewed,
    ReviewOpened,
    ReviewFindingRecorded,
    DecisionHistoryExported,
    ReviewClosed,
    StatisticPublished,
  ],
};
