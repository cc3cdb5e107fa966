export type * from './api.js';
export { openOversight } from './open-oversight.js';
