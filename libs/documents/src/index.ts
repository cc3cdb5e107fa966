export type * from './pictures/graph.js';
export type * from './pictures/timeline.js';
export type * from './tables/table-document.js';
