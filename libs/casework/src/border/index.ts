import { borderEvents } from './events.js';

export const borderProcess = { folder: 'border', title: 'Border', events: borderEvents };
