import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';

/**
 * Each label of a metric with every value that it may have. A value that is none of them is counted as `other`, so that
 * neither a caller nor an event can put a word of its own into a metric, nor make so many series that the monitoring
 * breaks.
 */
export type LabelLists = Readonly<Record<string, readonly string[]>>;
export type LabelsOf<Lists extends LabelLists> = { readonly [Label in keyof Lists]: Lists[Label][number] };

export interface MetricDeclaration<Lists extends LabelLists> {
  readonly name: `throughline_${string}`;
  readonly help: string;
  readonly labels: Lists;
}

export interface Counter<Lists extends LabelLists> {
  readonly add: (labels: LabelsOf<Lists>, by?: number) => void;
}

export interface Histogram<Lists extends LabelLists> {
  readonly observe: (labels: LabelsOf<Lists>, seconds: number) => void;
}

/** One value as it was read for one scrape. */
export interface Reading {
  readonly take: () => void;
}

/** A metric that is read when somebody asks for it. What nobody reads any more is no longer there. */
export interface Readable<Lists extends LabelLists> {
  readonly at: (labels: LabelsOf<Lists>, value: number) => Reading;
}

/** What is read at a scrape, by the names that the count of failed readings has. */
export const readFrom = [
  'requests',
  'projection',
  'policy-cache',
  'data-keys',
  'database',
  'duty-clock',
  'feed',
  'webhooks',
] as const;
export type ReadFrom = (typeof readFrom)[number];

/** The metrics of a process. Declare each name once. */
export interface Metrics {
  /** Begins at 0 for every combination of labels, so that the first increase can be seen as one. */
  counter<const Lists extends LabelLists>(declaration: MetricDeclaration<Lists>): Counter<Lists>;
  /** Counts durations, in seconds. */
  histogram<const Lists extends LabelLists>(declaration: MetricDeclaration<Lists>): Histogram<Lists>;
  readGauge<const Lists extends LabelLists>(declaration: MetricDeclaration<Lists>): Readable<Lists>;
  /** For a count that something keeps by itself. */
  readCounter<const Lists extends LabelLists>(declaration: MetricDeclaration<Lists>): Readable<Lists>;
  /** Reads at every scrape, until the function that it answers is called. */
  watch(from: ReadFrom, read: () => readonly Reading[] | Promise<readonly Reading[]>): () => void;
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** From the 0.5 ms of an append in a group commit to the 10 s after which nobody waits any more. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A reading that takes longer is left out of the scrape: Prometheus gives up after ten seconds. */
const patienceMilliseconds = 1_000;

const other = 'other';

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readables: (() => void)[] = [];
  const watches = new Set<() => Promise<readonly Reading[]>>();

  const counter: Metrics['counter'] = ({ labels, ...named }) => {
    const counted = new PromCounter({ ...named, labelNames: Object.keys(labels), registers: [registry] });
    for (const values of combinations(labels)) counted.inc(values, 0);
    const admit = admitting(labels, (values) => counted.labels(values));
    return { add: (values, by = 1) => admit(values).inc(by) };
  };
  const failed = counter({
    name: 'throughline_readings_failed_total',
    help: 'Gauges that could not be read at a scrape, and are left out of it.',
    labels: { from: readFrom },
  });

  return {
    counter,
    histogram: ({ labels, ...named }) => {
      const labelNames = Object.keys(labels);
      const timed = new PromHistogram({ ...named, labelNames, buckets, registers: [registry] });
      const admit = admitting(labels, (values) => timed.labels(values));
      return { observe: (values, seconds) => admit(values).observe(seconds) };
    },
    readGauge: ({ labels, ...named }) => {
      const gauge = new PromGauge({ ...named, labelNames: Object.keys(labels), registers: [registry] });
      readables.push(emptied(gauge, labels));
      const admit = admitting(labels, (values) => ({ set: (value: number) => gauge.set(values, value) }));
      return { at: (values, value) => ({ take: () => admit(values).set(value) }) };
    },
    readCounter: ({ labels, ...named }) => {
      const kept = new PromCounter({ ...named, labelNames: Object.keys(labels), registers: [registry] });
      readables.push(emptied(kept, labels));
      const admit = admitting(labels, (values) => ({ inc: (by: number) => kept.inc(values, by) }));
      return { at: (values, value) => ({ take: () => admit(values).inc(value) }) };
    },
    watch: (from, read) => {
      const watch = async () => {
        try {
          return await inTime(read);
        } catch {
          // Why it cannot be read is told by whatever it is read from; here it is one scrape without it.
          failed.add({ from });
          return [];
        }
      };
      watches.add(watch);
      return () => void watches.delete(watch);
    },
    text: async () => {
      const readings = (await Promise.all([...watches].map((read) => read()))).flat();
      for (const empty of readables) empty();
      for (const reading of readings) reading.take();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
};

/** Takes every value out: a metric without labels would otherwise say 0, which is a value. */
const emptied = (metric: PromGauge | PromCounter, labels: LabelLists) => () => {
  metric.reset();
  if (Object.keys(labels).length === 0) metric.remove();
};

/** The labels as the metric may have them, and what stands behind them; looked up once for each combination. */
const admitting = <Lists extends LabelLists, Child>(
  lists: Lists,
  childOf: (labels: Record<string, string>) => Child,
) => {
  const known = new Map<string, Child>();
  const labels = Object.entries(lists).map(([label, values]) => [label, new Set(values)] as const);
  return (given: LabelsOf<Lists>): Child => {
    const admitted: Record<string, string> = {};
    let key = '';
    for (const [label, values] of labels) {
      const value: string = given[label] ?? other;
      admitted[label] = values.has(value) ? value : other;
      key += `${admitted[label]} `;
    }
    const before = known.get(key);
    if (before !== undefined) return before;
    const child = childOf(admitted);
    known.set(key, child);
    return child;
  };
};

const combinations = (lists: LabelLists): readonly Record<string, string>[] =>
  Object.entries(lists).reduce<readonly Record<string, string>[]>(
    (before, [label, values]) => before.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))),
    [{}],
  );

const inTime = async <Answer>(read: () => Answer | Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('It took too long to read.')), patienceMilliseconds);
  });
  try {
    return await Promise.race([Promise.resolve().then(read), tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

/** Declares the metrics of one part of the product once for each process, however often the part is wrapped. */
export const declaredOnce = <Declared>(
  declare: (metrics: Metrics) => Declared,
): ((metrics: Metrics) => Declared) => {
  const known = new WeakMap<Metrics, { readonly declared: Declared }>();
  return (metrics) => {
    const before = known.get(metrics) ?? { declared: declare(metrics) };
    known.set(metrics, before);
    return before.declared;
  };
};
