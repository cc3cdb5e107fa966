import type { IncomingHttpHeaders } from 'node:http';
import { isId, randomId } from '#kernel';
import { broughtTraceId, correlationOfTrace } from '#platform';

export const correlationHeader = 'x-correlation-id';

/**
 * One id for everything that a request causes. A caller may bring its own, so that two agencies' logs can be put
 * together; only a UUID is taken, since the id is stored and logged. A caller that brings a trace and no id of its own
 * gets the trace's, so that one finds the other.
 */
export const correlationOf = (headers: IncomingHttpHeaders): string => {
  const brought = headers[correlationHeader];
  if (isId(brought)) return brought.toLowerCase();
  const traceId = broughtTraceId(headers.traceparent);
  return traceId === undefined ? randomId() : correlationOfTrace(traceId);
};
