import type { EventId } from '#kernel';
import type { OpenedEvent } from '../declaration/case-event.js';
import { EventRetracted } from './events.js';

/** The events that this one takes back; none where it is not a retraction. What was taken back counts no more. */
export const retractedBy = ({ header }: OpenedEvent): readonly EventId[] =>
  header.type === EventRetracted.type
    ? header.relations.filter(({ kind }) => kind === 'withdraws').map(({ event }) => event)
    : [];
