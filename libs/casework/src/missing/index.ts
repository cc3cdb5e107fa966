import {
  ChildLocated,
  ChildReportedMissing,
  MissingReviewHeld,
  MissingRiskGraded,
  PreventionInterviewHeld,
} from './events.js';
import {
  ReturnInterviewDeclined,
  ReturnInterviewHeld,
  ReturnInterviewOffered,
} from './return-interview-events.js';
import { missingRules } from './rules.js';

export const missingProcess = {
  folder: 'missing',
  title: 'Missing children',
  events: [
    ChildReportedMissing,
    MissingRiskGraded,
    MissingReviewHeld,
    ChildLocated,
    PreventionInterviewHeld,
    ReturnInterviewOffered,
    ReturnInterviewHeld,
    ReturnInterviewDeclined,
  ],
  rules: missingRules,
};
