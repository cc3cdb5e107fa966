import { divided, type DividedProjection, type FollowedView } from '#projections';
import { accessLogProjection, type AccessLogProjectionOptions } from './disclosure/access-log-projection.js';
import { accessLogView } from './disclosure/access-log-view.js';
import { oversightProjection } from './oversight/oversight-projection.js';
import { oversightView } from './oversight/oversight-view.js';
import { timelineProjection, type TimelineProjectionOptions } from './timeline/timeline-projection.js';
import { timelineView } from './timeline/timeline-view.js';

export interface ViewOptions
  extends Omit<TimelineProjectionOptions, 'slot'>, Omit<AccessLogProjectionOptions, 'onAlarm' | 'clock'> {
  /** Into how many slots the timelines are divided by reading organisation; 1 unless told. */
  readonly slots?: number;
}

/** How many events the groups in memory may have, in all slots together. */
const mostEventsTogether = 50_000;

/** The projections that build everything that is read here. */
export const viewProjections = ({ slots = 1, ...options }: ViewOptions): readonly DividedProjection[] => [
  // One process may come to hold every slot, and a rebuild beside each, so they share what it may keep in memory.
  divided(slots, (slot) =>
    timelineProjection({ mostEventsInMemory: Math.floor(mostEventsTogether / slots), ...options, slot }),
  ),
  // It is small and quick beside the timelines, and nobody's own: a part for each case would only cost another follower.
  divided(1, () => accessLogProjection(options)),
  divided(1, () => oversightProjection(options)),
];

/** What those who only read need to know of them: one that another version has built is none of theirs. */
export const viewsRead: readonly FollowedView[] = [timelineView, accessLogView, oversightView];
