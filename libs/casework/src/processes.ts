import type { CaseState } from './case-state.js';
import type { ProcessFolder } from './decision/process.js';
import { ageAndIdentityProcess } from './age-and-identity/index.js';
import { asylumProcess } from './asylum/index.js';
import { borderProcess } from './border/index.js';
import { intakeProcess } from './intake/index.js';
import { peopleProcess } from './people-on-the-case/index.js';
import { recordLinksProcess } from './record-links/index.js';

/** Every business process, in the order of the event catalogue. */
export const processes: readonly ProcessFolder<CaseState>[] = [
  intakeProcess,
  peopleProcess,
  borderProcess,
  asylumProcess,
  ageAndIdentityProcess,
  recordLinksProcess,
];
