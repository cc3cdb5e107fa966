import type { FollowedView } from '#projections';

/** What readers of the access log need to know of it, and what builds it. */
export const accessLogView = {
  name: 'access-log',
  version: 2,
  streams: ['access-', 'grant-'],
} as const satisfies FollowedView;
