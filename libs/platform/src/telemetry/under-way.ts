import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/** What everything belongs to that runs now, across every `await`. */
interface UnderWay {
  readonly correlation: string | undefined;
  readonly span: Span | undefined;
}

const underWay = new AsyncLocalStorage<UnderWay>();

/** Runs the work of a request: every line that is logged meanwhile has its correlation. */
export const correlated = <Answer>(correlation: string, work: () => Answer): Answer =>
  underWay.run({ correlation, span: undefined }, work);

/** The correlation of the request that is being answered; undefined outside of one. */
export const currentCorrelation = (): string | undefined => underWay.getStore()?.correlation;

export const currentSpan = (): Span | undefined => underWay.getStore()?.span;

export const inside = <Answer>(span: Span, work: () => Answer): Answer =>
  underWay.run({ correlation: currentCorrelation(), span }, work);
