export * from './on-each-database.js';
