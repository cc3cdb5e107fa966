import { Metadata, type handleUnaryCall } from '@grpc/grpc-js';
import type { CaseEventsServer } from '#feed-client';
import { correlated } from '#platform';
import { broughtWith, callerOf, type Brought, type Caller } from '../access/caller.js';
import { statusOfProblem } from '../errors/status-of-problem.js';
import { Refusal } from '../errors/refusal.js';
import { getEntry } from '../get-entry.js';
import { eventTypes } from '../list-event-types.js';
import type { Method } from '../observed/observed-feed.js';
import type { FeedPorts } from '../ports.js';
import { subscribe, type SubscribingOptions } from '../subscribe/subscribe.js';

const withCorrelation = (correlation: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('x-correlation-id', correlation);
  return metadata;
};

/** The service as the contract has it. Nothing is answered before the caller is known. */
export const methodsOf = (ports: FeedPorts, options: SubscribingOptions): CaseEventsServer => {
  const { limits, observed } = options;
  const { logger } = ports;

  const answering =
    <Request, Response>(
      method: Method,
      answer: (caller: Caller, brought: Brought, request: Request) => Promise<Response>,
    ): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      const brought = broughtWith(call.metadata);
      const begun = performance.now();
      const seconds = () => (performance.now() - begun) / 1000;
      const work = async () => {
        call.sendMetadata(withCorrelation(brought.correlation));
        const caller = await callerOf(ports, brought);
        await limits.asked(caller.principal);
        return answer(caller, brought, call.request);
      };
      void correlated(brought.correlation, () =>
        work().then(
          (answered) => {
            observed.answered(method, 'answered', seconds());
            callback(null, answered);
          },
          (problem: unknown) => {
            observed.answered(method, problem instanceof Refusal ? 'refused' : 'failed', seconds());
            callback(statusOfProblem(problem, brought.correlation, logger, observed));
          },
        ),
      );
    };

  return {
    subscribe: (call) => {
      const { correlation } = broughtWith(call.metadata);
      const over = new AbortController();
      // However it ends: by the client, by its deadline, by us, or because nobody is there any more.
      call.once('close', () => over.abort());
      call.sendMetadata(withCorrelation(correlation));
      void correlated(correlation, () =>
        subscribe(ports, options, call, over.signal).then(
          () => call.end(),
          (problem: unknown) => {
            // Then there is nobody to tell, and what was under way failed because of it.
            if (over.signal.aborted) return;
            call.emit('error', statusOfProblem(problem, correlation, logger, observed));
          },
        ),
      );
    },
    get: answering('Get', (caller, brought, request) => getEntry(ports, caller, brought, request)),
    listEventTypes: answering('ListEventTypes', () => Promise.resolve(eventTypes)),
  };
};
