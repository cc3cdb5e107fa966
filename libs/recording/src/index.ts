export * from './administration.js';
export * from './api.js';
export { caseBegunBy } from './destination.js';
export { openStored, UnknownEventType } from './open-stored.js';
export type { RecordingPorts } from './ports.js';
export { openRecording } from './recording.js';
export { openStreams, type SharedStreams } from './shared-streams.js';
export * from './duties/index.js';
export * from './oversight/index.js';
