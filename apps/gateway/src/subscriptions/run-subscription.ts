import { subscribe, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { CountedSubscriptions, SubscriptionEnding } from './counted-subscriptions.js';
import { SubscriptionEnded } from './subscription-refusals.js';
import type { SubscribingContext } from './subscribing-context.js';

/** Errors of an execution, on the one way on which the protocol takes them after its beginning. */
export class Failed extends Error {
  override readonly name = 'Failed';

  constructor(readonly errors: readonly GraphQLError[]) {
    super('A subscription failed.');
  }
}

type Results = AsyncIterableIterator<ExecutionResult, undefined>;

/**
 * Runs one subscription: it has a place while it runs, and the first error ends it. A delivery that cannot be presented must
 * not be passed over, since whoever waits for it would never learn that it was there.
 */
export const subscriptionRunner =
  (counted: CountedSubscriptions) =>
  (args: ExecutionArgs & { readonly contextValue: SubscribingContext }): Results => {
    let inner: AsyncIterator<ExecutionResult> | undefined;
    let over = false;
    const done = { done: true, value: undefined } as const;

    const end = async (ending: SubscriptionEnding): Promise<void> => {
      if (over) return;
      over = true;
      counted.ended(ending);
      args.contextValue.freePlace();
      await inner?.return?.();
    };
    const begin = async (): Promise<AsyncIterator<ExecutionResult>> => {
      const begun = await subscribe(args);
      if (!(Symbol.asyncIterator in begun)) throw new Failed(begun.errors ?? []);
      return begun[Symbol.asyncIterator]();
    };
    const next = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
      if (over) return done;
      if (inner === undefined) {
        const begun = await begin();
        inner = begun;
        // It may have been stopped while it began.
        if (over) await begun.return?.();
      }
      if (over) return done;
      const result = await inner.next();
      if (over) return done;
      if (result.done === true) {
        await end('stopped');
        return done;
      }
      if (result.value.errors !== undefined) throw new Failed(result.value.errors);
      counted.delivered();
      return { done: false, value: result.value };
    };

    counted.begun();
    const results: Results = {
      next: async () => {
        try {
          return await next();
        } catch (problem) {
          if (over) return done;
          await end(endingFor(problem, inner !== undefined));
          throw problem;
        }
      },
      return: async () => {
        await end('stopped');
        return done;
      },
      [Symbol.asyncIterator]: () => results,
    };
    return results;
  };

const endingFor = (problem: unknown, began: boolean): SubscriptionEnding => {
  const cause = problem instanceof Failed ? problem.errors[0]?.originalError : problem;
  if (cause instanceof SubscriptionEnded) return cause.closing;
  return began ? 'failed' : 'refused';
};
