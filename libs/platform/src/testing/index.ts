export * from './keeping-spans.js';
export * from './on-each-database.js';
