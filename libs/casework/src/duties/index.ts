import { DeadlineExtended, DeadlineMet, DeadlineMissed, DeadlineSet } from './deadline-events.js';
import { ErasureRequested, SubjectKeyDestroyed } from './erasure-events.js';

export const dutiesProcess = {
  folder: 'duties',
  title: 'Deadlines and erasure',
  events: [DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineExtended, ErasureRequested, SubjectKeyDestroyed],
};
