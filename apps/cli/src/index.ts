export { peopleTable } from './people-table.js';
export { run, type Terminal } from './run.js';
