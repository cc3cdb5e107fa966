import { asylumEvents } from './events.js';
import { asylumRules } from './rules.js';

export const asylumProcess = { folder: 'asylum', title: 'Asylum', events: asylumEvents, rules: asylumRules };
