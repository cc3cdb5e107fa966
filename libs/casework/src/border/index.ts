import { borderEvents } from './events.js';
import { borderRules } from './rules.js';

export const borderProcess = { folder: 'border', title: 'Border', events: borderEvents, rules: borderRules };
