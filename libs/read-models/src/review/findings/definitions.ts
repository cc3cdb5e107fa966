import { agesInConflict } from './ages-in-conflict.js';
import { beliefLag } from './belief-lag.js';
import { circularReliance } from './circular-reliance.js';
import { contactTurnedAway, turnedAwayBeforeAcceptance } from './contact-turned-away.js';
import type { Definition } from './finding.js';
import { askedAndRefused, askedAndUnanswered, withheldUnasked } from './information-not-given.js';
import { changedAfterAnIncident, lateEntry } from './late-and-changed.js';
import { decisionWithoutGround, relianceOnWhatFell, whatFalls } from './lost-ground.js';
import { dutyMissed, evidenceLost, referralRejected } from './missed-opportunities.js';
import {
  closedWhileMissing,
  noChildProtectionReferral,
  onlyImmigrationMoves,
} from './silence-of-child-protection.js';
import { evidenceLeftToPerish, longSilence } from './silence-of-the-record.js';
import { unreadAtADecision } from './unread-at-a-decision.js';

/** Everything that is found from the record itself, in the order in which docs/findings.md tells it. */
export const definitions: readonly Definition[] = [
  turnedAwayBeforeAcceptance,
  beliefLag,
  contactTurnedAway,
  referralRejected,
  dutyMissed,
  evidenceLost,
  circularReliance,
  relianceOnWhatFell,
  decisionWithoutGround,
  whatFalls,
  noChildProtectionReferral,
  closedWhileMissing,
  onlyImmigrationMoves,
  evidenceLeftToPerish,
  longSilence,
  lateEntry,
  changedAfterAnIncident,
  agesInConflict,
  askedAndRefused,
  askedAndUnanswered,
  withheldUnasked,
  unreadAtADecision,
];
