import { ROOT_CONTEXT, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { admittedAttributes, isFailure } from './span-vocabulary.js';
import type { SpanAttributes, SpanName, SpanOutcome } from './span-vocabulary.js';
import { observing, type Ended } from './observing.js';
import type { ChosenTraceIds } from './span-ids.js';
import { linkTo } from './trace-ids.js';
import { currentSpan, inside } from './under-way.js';

export interface OpenSpan {
  /** Runs work inside of it: what begins a span there begins a part of this one. */
  readonly run: <Answer>(work: () => Answer) => Answer;
  readonly note: (attributes: SpanAttributes) => void;
  /** To be called once. */
  readonly end: (outcome: SpanOutcome) => void;
}

/** How a trace begins: from the request that brought or caused it, or by itself with links to those that did. */
export interface TraceBeginning {
  readonly traceId?: string | undefined;
  /** Correlations of the requests from which this follows; at most 128 are kept. */
  readonly follows?: Iterable<string>;
}

export interface Traces {
  /** Whether spans go anywhere, and it is worth finding out what to say in them. */
  readonly on: boolean;
  readonly beginTrace: (name: SpanName, attributes: SpanAttributes, beginning?: TraceBeginning) => OpenSpan;
  /** Runs a part of what is under way; outside of any it runs without a span. */
  readonly span: <Answer>(
    name: SpanName,
    attributes: SpanAttributes,
    work: (span: OpenSpan) => Promise<Answer>,
    outcomeOf?: (ended: Ended<Answer>) => SpanOutcome,
  ) => Promise<Answer>;
}

const silent: OpenSpan = { run: (work) => work(), note: () => undefined, end: () => undefined };

export const noTraces: Traces = {
  on: false,
  beginTrace: () => silent,
  span: (_name, _attributes, work) => work(silent),
};

const mostLinks = 128;

const okOrFailed = ({ answered }: Ended<unknown>): SpanOutcome => (answered ? 'ok' : 'failed');

export const tracesBy = (tracer: Tracer, ids: ChosenTraceIds): Traces => {
  const opened = (span: ReturnType<Tracer['startSpan']>): OpenSpan => ({
    run: (work) => inside(span, work),
    note: (attributes) => void span.setAttributes(admittedAttributes(attributes)),
    end: (outcome) => {
      span.setAttributes(admittedAttributes({ outcome }));
      if (isFailure(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  });
  return {
    on: true,
    beginTrace: (name, given, { traceId, follows = [] } = {}) => {
      const links = [...new Set(follows)].slice(0, mostLinks).flatMap((one) => linkTo(one) ?? []);
      const options = { root: true, links, attributes: admittedAttributes(given) };
      return opened(ids.choosing(traceId, () => tracer.startSpan(name, options, ROOT_CONTEXT)));
    },
    span: (name, given, work, outcomeOf = okOrFailed) => {
      const parent = currentSpan();
      if (parent === undefined) return work(silent);
      const options = { attributes: admittedAttributes(given) };
      const span = opened(tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, parent)));
      return observing(
        () => span.run(() => work(span)),
        (ended) => span.end(outcomeOf(ended)),
      );
    },
  };
};
