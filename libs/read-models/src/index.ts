export * from './api.js';
export { accessLogProjection, type AccessLogProjectionOptions } from './disclosure/access-log-projection.js';
export { disclosureLog, type DisclosureLogPorts } from './disclosure/disclosure-log.js';
export { openReadModels, type ReadModelPorts } from './read-models.js';
export type { ReadPorts, ReadTables } from './reading/ports.js';
export { sight, type Sight } from './reading/sight.js';
export { timelineProjection, type TimelineProjectionOptions } from './timeline/timeline-projection.js';
