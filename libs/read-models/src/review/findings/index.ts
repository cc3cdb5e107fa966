export { definitions } from './definitions.js';
export type {
  Citation,
  CitedAs,
  Definition,
  Facts,
  Finding,
  FindingKind,
  HeldThen,
  Parameter,
} from './finding.js';
export { findingKinds } from './finding.js';
export { findingsQuestion } from './findings-question.js';
