import type { FollowedView } from '#projections';

/** What readers of the oversight view need to know of it, and what builds it. */
export const oversightView = {
  name: 'oversight',
  version: 1,
  streams: ['grant-', 'review-', 'case-'],
} as const satisfies FollowedView;
