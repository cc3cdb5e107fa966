import type { Contracts } from '../contracts.js';
import type { Change } from './change.js';

/** A schema that was released stays as it is: what was recorded under it is read by it for as long as it is kept. */
export const changesOfEvents = (released: Contracts['events'], now: Contracts['events']): readonly Change[] =>
  Object.entries(released)
    .filter(([name, digest]) => now[name] !== digest)
    .map(([name]) => ({
      contract: 'event schemas',
      severity: 'breaking',
      what:
        now[name] === undefined
          ? `proto/events/${name} is not there any more`
          : `proto/events/${name} has changed: raise the version of the type instead`,
    }));
