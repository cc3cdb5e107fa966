import { DecisionRecorded } from './events.js';

export const decisionsProcess = { folder: 'decisions', title: 'Decisions', events: [DecisionRecorded] };
