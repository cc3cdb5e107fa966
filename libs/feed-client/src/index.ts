export { usualBackOff, waitBefore, type BackOff } from './back-off.js';
export { FeedRefused } from './feed-refused.js';
export { followFeed, type FeedMessage, type FollowedFeed, type FollowFeedOptions } from './follow-feed.js';
export * from './generated/throughline/feed/v1/case_events.js';
export * from './generated/throughline/feed/v1/entry.js';
