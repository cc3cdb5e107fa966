export * from './api.js';
export { disclosureLog, type DisclosureLogPorts } from './disclosure/disclosure-log.js';
export { openReadModels, type ReadModelPorts } from './read-models.js';
export type { ReadPorts, ReadTables } from './reading/ports.js';
export { sight } from './reading/sight.js';
export { viewOf } from './reading/views.js';
export { waitingEvents } from './reading/waiting-events.js';
export { viewProjections, viewsRead, type ViewOptions } from './views.js';
