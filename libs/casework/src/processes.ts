import type { CaseState } from './case-state.js';
import type { ProcessFolder } from './decision/process.js';
import { accessAndReviewProcess } from './access-and-review/index.js';
import { ageAndIdentityProcess } from './age-and-identity/index.js';
import { alertsProcess } from './alerts/index.js';
import { asylumProcess } from './asylum/index.js';
import { borderProcess } from './border/index.js';
import { childrensServicesProcess } from './childrens-services/index.js';
import { decisionsProcess } from './decisions/index.js';
import { directoryAndPolicyProcess } from './directory-and-policy/index.js';
import { dutiesProcess } from './duties/index.js';
import { intakeProcess } from './intake/index.js';
import { integrityProcess } from './integrity/index.js';
import { missingProcess } from './missing/index.js';
import { mechanismProcess } from './national-referral-mechanism/index.js';
import { peopleProcess } from './people-on-the-case/index.js';
import { policeProcess } from './police/index.js';
import { recordLinksProcess } from './record-links/index.js';
import { subscribingProcess } from './subscribing/index.js';
import { sharingProcess } from './sharing/index.js';
import { supportProcess } from './support/index.js';

/** Every business process, in the order of the event catalogue. */
export const processes: readonly ProcessFolder<CaseState>[] = [
  intakeProcess,
  peopleProcess,
  borderProcess,
  asylumProcess,
  ageAndIdentityProcess,
  recordLinksProcess,
  childrensServicesProcess,
  mechanismProcess,
  policeProcess,
  missingProcess,
  supportProcess,
  sharingProcess,
  decisionsProcess,
  integrityProcess,
  dutiesProcess,
  accessAndReviewProcess,
  alertsProcess,
  subscribingProcess,
  directoryAndPolicyProcess,
];
