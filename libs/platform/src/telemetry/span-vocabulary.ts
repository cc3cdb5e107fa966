/*
 * Everything that a span may say. There is no field for text: what is no word of these lists, no count and no id of a
 * request is left out, so that nothing of an event, a case or a person can reach whoever keeps the traces.
 */

export const spanNames = [
  'gateway.request',
  'recording.record',
  'read-models.plan',
  'read-models.open',
  'read-models.wait',
  'disclosure.record',
  'sealing.seal',
  'sealing.open',
  'event-store.append',
  'projection.batch',
] as const;
export type SpanName = (typeof spanNames)[number];

/** How a piece of work ended. */
export const spanOutcomes = [
  'ok',
  'repeated',
  'refused',
  'failed',
  'abandoned',
  'timed-out',
  'expectation-failed',
  'outcome-unknown',
  'unavailable',
  'stream-deleted',
  'too-large',
  'refused-input',
  'INVALID_INPUT',
  'RULE_REFUSED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'UNAVAILABLE',
] as const;
export type SpanOutcome = (typeof spanOutcomes)[number];

const failures: ReadonlySet<SpanOutcome> = new Set([
  'failed',
  'outcome-unknown',
  'unavailable',
  'UNAVAILABLE',
]);
export const isFailure = (outcome: SpanOutcome): boolean => failures.has(outcome);

const lists = {
  operation: ['query', 'mutation', 'subscription', 'none'],
  asked: [
    'timeline',
    'entry',
    'case',
    'cases',
    'access-log',
    'worklist',
    'emergency-access',
    'reviews',
    'knowledge',
  ],
  outcome: spanOutcomes,
  projection: ['timeline', 'access-log', 'oversight', 'other'],
} as const;
const counts = ['events', 'parts', 'cases', 'slot'] as const;

export type SpanAttributes = {
  readonly [Name in keyof typeof lists]?: (typeof lists)[Name][number];
} & { readonly [Name in (typeof counts)[number]]?: number } & {
  /** The id of the request, as its answer's header, the log and the access records have it. */
  readonly correlation?: string;
};

const correlation = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The attributes as a span may have them: new, closed and checked, whatever the types were told. */
export const admittedAttributes = (given: SpanAttributes): Record<string, string | number> => {
  const admitted: Record<string, string | number> = {};
  for (const [name, values] of Object.entries<readonly unknown[]>(lists)) {
    const value = given[name as keyof typeof lists];
    if (value !== undefined && values.includes(value)) admitted[`throughline.${name}`] = value;
  }
  for (const name of counts) {
    const value: unknown = given[name];
    if (typeof value === 'number' && Number.isFinite(value)) admitted[`throughline.${name}`] = value;
  }
  if (given.correlation !== undefined && correlation.test(given.correlation))
    admitted['throughline.correlation'] = given.correlation;
  return admitted;
};
