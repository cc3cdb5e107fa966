import { EventCorrected, EventRetracted } from './events.js';
import { integrityRules } from './rules.js';

export const integrityProcess = {
  folder: 'integrity',
  title: 'Integrity of the record',
  events: [EventCorrected, EventRetracted],
  rules: integrityRules,
};
