import type { Link } from '@opentelemetry/api';

const uuid = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;
const parent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;
const nothing = /^0+$/;

/**
 * The trace that a caller brings in `traceparent` (W3C Trace Context). Nothing else of it is taken: whether a trace is
 * kept is not for a caller to say, and baggage is text.
 */
export const broughtTraceId = (traceparent: string | string[] | undefined): string | undefined => {
  const traceId = typeof traceparent === 'string' ? parent.exec(traceparent)?.[1] : undefined;
  return traceId === undefined || nothing.test(traceId) ? undefined : traceId;
};

/** A trace's id in the form of a UUID, as a correlation is stored and logged. */
export const correlationOfTrace = (traceId: string): string =>
  traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The id that the trace of a request has unless a caller brought one: so a correlation is enough to find it. */
export const traceIdOf = (correlation: string): string | undefined => {
  const traceId = uuid.exec(correlation)?.slice(1).join('');
  return traceId === undefined || nothing.test(traceId) ? undefined : traceId;
};

/** A link to the trace of a request. It points to the trace as a whole: which span it was is written nowhere. */
export const linkTo = (correlation: string): Link | undefined => {
  const traceId = traceIdOf(correlation);
  return traceId === undefined
    ? undefined
    : { context: { traceId, spanId: `${traceId.slice(0, 15)}1`, traceFlags: 0, isRemote: true } };
};
