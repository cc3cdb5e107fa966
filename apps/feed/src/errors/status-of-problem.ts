import type { StatusObject } from '@grpc/grpc-js';
import type { Logger } from '#platform';
import { isAway } from '../../../programs/src/away.js';
import type { ObservedFeed } from '../observed/observed-feed.js';
import { Refusal, statusOf, statusOfFailure, unavailable } from './refusal.js';

/** What ended a call, as its caller may know it; what nobody foresaw is logged without its words, and its id told. */
export const statusOfProblem = (
  problem: unknown,
  correlation: string,
  logger: Logger,
  observed: Pick<ObservedFeed, 'refused'>,
): StatusObject => {
  if (problem instanceof Refusal) {
    observed.refused(problem.code);
    return statusOf(problem);
  }
  if (isAway(problem)) {
    observed.refused('UNAVAILABLE');
    logger.warn('A call could not be answered, because something that it needs is away.', {
      component: 'feed',
      correlation,
      error: problem,
    });
    return statusOf(unavailable());
  }
  observed.refused('INTERNAL');
  logger.error('Something failed that was not foreseen.', { component: 'feed', correlation, error: problem });
  return statusOfFailure(correlation);
};
