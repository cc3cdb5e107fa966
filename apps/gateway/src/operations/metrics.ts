/** What is counted for the operator. Names of operations and codes only: an id in a metric would be a record of its own. */
export interface Metrics {
  readonly asked: () => void;
  readonly refused: (code: string) => void;
  readonly disclosed: (records: number) => void;
  /** The counters in the text format that Prometheus reads. */
  readonly text: () => string;
}

export const createMetrics = (): Metrics => {
  let requests = 0;
  let disclosures = 0;
  const refusals = new Map<string, number>();
  return {
    asked: () => {
      requests += 1;
    },
    refused: (code) => {
      refusals.set(code, (refusals.get(code) ?? 0) + 1);
    },
    disclosed: (records) => {
      disclosures += records;
    },
    text: () =>
      [
        '# HELP throughline_gateway_requests_total GraphQL requests that came in.',
        '# TYPE throughline_gateway_requests_total counter',
        `throughline_gateway_requests_total ${requests}`,
        '# HELP throughline_gateway_refusals_total Errors that were answered, by code.',
        '# TYPE throughline_gateway_refusals_total counter',
        ...[...refusals].map(
          ([code, count]) => `throughline_gateway_refusals_total{code="${code}"} ${count}`,
        ),
        '# HELP throughline_gateway_disclosures_total Disclosure records that were written before an answer.',
        '# TYPE throughline_gateway_disclosures_total counter',
        `throughline_gateway_disclosures_total ${disclosures}`,
        '',
      ].join('\n'),
  };
};

export const METRICS = Symbol('the counters of the gateway');
