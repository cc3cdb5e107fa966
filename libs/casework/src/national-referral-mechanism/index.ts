import {
  ConclusiveGroundsDecided,
  DecisionServed,
  IndicatorObserved,
  NrmReferralSubmitted,
  ReasonableGroundsDecided,
  ReconsiderationRequested,
} from './events.js';
import { mechanismRules } from './rules.js';

export const mechanismProcess = {
  folder: 'national-referral-mechanism',
  title: 'National Referral Mechanism',
  events: [
    IndicatorObserved,
    NrmReferralSubmitted,
    ReasonableGroundsDecided,
    ConclusiveGroundsDecided,
    ReconsiderationRequested,
    DecisionServed,
  ],
  rules: mechanismRules,
};
