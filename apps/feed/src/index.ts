export { feedServerSettings } from './server-settings.js';
export type { FeedPorts } from './ports.js';
export { FeedCertificateUnusable } from './serve/credentials.js';
export { usualTiming, type FeedServerSettings, type FeedTiming, type FeedTls } from './settings.js';
export { startFeedServer, type FeedServer } from './start-feed-server.js';
