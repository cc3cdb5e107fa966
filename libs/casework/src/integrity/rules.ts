import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import {
  AgencyJoinedCase,
  InvestigatorAssigned,
  ResponsibilityAccepted,
  WorkerAllocated,
} from '../people-on-the-case/events.js';
import { GuardianAppointed } from '../support/guardian-events.js';
import { EventCorrected, EventRetracted } from './events.js';

/** Nobody rewrites what another agency said; who disagrees records an account of their own. */
const onlyItsRecorderCorrects = rule<CaseState>(
  'only-its-recorder-corrects-an-event',
  [EventCorrected],
  'An event is corrected only by the organisation that recorded it.',
  (_kase, { relations, recorder }, { known }) =>
    relations
      .filter(({ kind }) => kind === 'corrects')
      .every(({ event }) => known(event)?.recordedBy.organisation === recorder.organisation),
);

const onlyItsRecorderRetracts = rule<CaseState>(
  'only-its-recorder-retracts-an-event',
  [EventRetracted],
  'An event is retracted only by the organisation that recorded it.',
  (_kase, { relations, recorder }, { known }) =>
    relations
      .filter(({ kind }) => kind === 'withdraws')
      .every(({ event }) => known(event)?.recordedBy.organisation === recorder.organisation),
);

/** What follows from an event is folded from its own case; a retraction elsewhere would leave it in force there. */
const retractedWhereItStands = rule<CaseState>(
  'event-is-retracted-on-its-own-case',
  [EventRetracted],
  'An event is retracted on the case on which it was recorded.',
  ({ caseId }, { relations }, { known }) =>
    relations
      .filter(({ kind }) => kind === 'withdraws')
      .every(({ event }) => known(event)?.caseId === caseId),
);

/**
 * What was taken back in error is recorded again. Who was put on a case comes off it by an act of its own, which takes
 * effect: a guardian of the wrong child whose appointment is only marked would go on reading about that child.
 */
const notToBeRetracted: ReadonlySet<string> = new Set(
  [
    EventRetracted,
    AgencyJoinedCase,
    WorkerAllocated,
    InvestigatorAssigned,
    GuardianAppointed,
    ResponsibilityAccepted,
  ].map(({ type }) => type),
);

const retractionStands = rule<CaseState>(
  'retraction-names-an-act-of-casework',
  [EventRetracted],
  'A retraction cannot be retracted, nor what put somebody on the case: release them, end or transfer it, or leave the case.',
  (_kase, { relations }, { known }) =>
    relations
      .filter(({ kind }) => kind === 'withdraws')
      .every(({ event }) => !notToBeRetracted.has(known(event)?.type ?? '')),
);

export const integrityRules: readonly Rule<CaseState>[] = [
  onlyItsRecorderCorrects,
  onlyItsRecorderRetracts,
  retractedWhereItStands,
  retractionStands,
];
