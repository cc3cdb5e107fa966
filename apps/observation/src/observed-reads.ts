import type { SpanAttributes, Telemetry } from '#platform';
import type { Planned, ReadModels } from '#read-models';

/** The read side as a part of the traces: first the plan, and, when its disclosure is recorded, the opening. */
export const observedReads = (reads: ReadModels, { traces }: Pick<Telemetry, 'traces'>): ReadModels => {
  if (!traces.on) return reads;
  const planned = <Answer>(
    asked: NonNullable<SpanAttributes['asked']>,
    plan: () => Planned<Answer>,
  ): Planned<Answer> =>
    traces.span(
      'read-models.plan',
      { asked },
      async (span) => {
        const result = await plan();
        if (!result.ok) return result;
        const { touches, open } = result.value;
        const events = touches.reduce((sum, touch) => sum + touch.events.length, 0);
        span.note({ cases: touches.length, events });
        const observedOpen = () => traces.span('read-models.open', { asked, events }, open);
        return { ok: true, value: { touches, open: observedOpen } };
      },
      (ended) => (!ended.answered ? 'failed' : ended.answer.ok ? 'ok' : ended.answer.reason.code),
    );
  return {
    timeline: (reader, query) => planned('timeline', () => reads.timeline(reader, query)),
    entry: (reader, query) => planned('entry', () => reads.entry(reader, query)),
    caseSummary: (reader, caseId) => planned('case', () => reads.caseSummary(reader, caseId)),
    cases: (reader, query) => planned('cases', () => reads.cases(reader, query)),
    accessLog: (reader, query) => planned('access-log', () => reads.accessLog(reader, query)),
    worklist: (reader, query) => planned('worklist', () => reads.worklist(reader, query)),
    emergencyAccesses: (reader, query) =>
      planned('emergency-access', () => reads.emergencyAccesses(reader, query)),
    reviews: (reader, query) => planned('reviews', () => reads.reviews(reader, query)),
    askReview: (reader, asked, make) => planned('knowledge', () => reads.askReview(reader, asked, make)),
    workOfTheBoard: (reader, reviewId) => planned('knowledge', () => reads.workOfTheBoard(reader, reviewId)),
    upTo: (position, options) =>
      traces.span(
        'read-models.wait',
        {},
        () => reads.upTo(position, options),
        (ended) => (!ended.answered ? 'failed' : ended.answer ? 'ok' : 'timed-out'),
      ),
  };
};
