import type { FollowedView } from '#projections';

/** What readers of the timelines need to know of them, and what builds them. */
export const timelineView = {
  name: 'timeline',
  version: 3,
  streams: ['case-', 'link-', 'review-', 'grant-', 'directory', 'policy'],
} as const satisfies FollowedView;
