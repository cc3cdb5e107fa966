import { isId, randomId } from '#kernel';

export const correlationHeader = 'x-correlation-id';

/**
 * One id for everything that a request causes. A caller may bring its own, so that two agencies' logs can be put
 * together; only a UUID is taken, since the id is stored and logged.
 */
export const correlationOf = (brought: string | string[] | undefined): string =>
  isId(brought) ? brought.toLowerCase() : randomId();
