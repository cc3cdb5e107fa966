import type { CaseState } from '../../case-state.js';
import type { Rule } from '../rule.js';
import {
  relationBelongsToTheAction,
  relationIsRequired,
  relationIsVisible,
  relationNamesTheRightType,
} from './relations.js';
import {
  caseBegins,
  caseIsClosed,
  concernedOrganisationIsRegistered,
  concernedOrganisationWorksOnCases,
  organisationIsOnTheCase,
  organisationRecordsWhatItOwns,
  organisationWorksOnCases,
} from './standing.js';
import { occurredBeforeRecorded, recordedAtNeverGoesBack, type Dated } from './time.js';

/** On a case: the recorder's standing comes first, so that an outsider learns nothing from a later rule. */
export const rulesOfEveryCaseAction: readonly Rule<CaseState>[] = [
  organisationRecordsWhatItOwns,
  organisationWorksOnCases,
  organisationIsOnTheCase,
  caseBegins,
  caseIsClosed,
];

/** Whatever the stream. */
export const rulesOfEveryAction: readonly Rule<Dated, CaseState>[] = [
  organisationRecordsWhatItOwns,
  organisationWorksOnCases,
  occurredBeforeRecorded,
  recordedAtNeverGoesBack,
  relationBelongsToTheAction,
  relationIsRequired,
  relationIsVisible,
  relationNamesTheRightType,
  concernedOrganisationIsRegistered,
  concernedOrganisationWorksOnCases,
];
