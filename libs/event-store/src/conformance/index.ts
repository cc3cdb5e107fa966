import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../port.js';
import { describeExpectations } from './expectations.js';
import { describeFaults } from './faults.js';
import { describePayloads } from './payloads.js';
import { describeReads } from './reads.js';
import { describeSubscriptions } from './subscriptions.js';

export interface OpenLog {
  readonly store: EventStore;
  /** Closes the log, also where it is closed already, and takes away what the test left. */
  readonly close: () => Promise<void>;
}

/** What can be done to an adapter's log. A fault that an adapter does not give is skipped. */
export interface Faults<Log extends OpenLog> {
  /** Ends the log as a kill would, without closing it, and opens the same log again. */
  readonly reopen?: (log: Log) => Promise<Log>;
  /** Takes away the server behind the log. */
  readonly interrupt?: (log: Log) => Promise<void>;
  /** Brings the server back; answers when it serves. */
  readonly restore?: (log: Log) => Promise<void>;
}

/**
 * What every adapter of the port must do, whatever it keeps its events in.
 *
 * @param end takes away what all logs of the run had in common
 */
export const describeEventStoreConformance = <Log extends OpenLog>(
  name: string,
  open: () => Promise<Log>,
  faults: Faults<Log> = {},
  end: () => Promise<void> = async () => undefined,
): void => {
  describe(`${name} as an event store`, () => {
    let log: Log;
    const store = () => log.store;

    beforeAll(async () => {
      log = await open();
    }, 150_000);

    afterAll(async () => {
      await log.close();
      await end();
    });

    describeExpectations(store);
    describePayloads(store);
    describeReads(store);
    describeSubscriptions(store);
    describeFaults(open, faults);
  });
};
