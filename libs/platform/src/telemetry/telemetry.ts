import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import type { Environment } from '../settings.js';
import { productVersion } from './build.js';
import { createMetrics, type Counter, type Metrics } from './metrics.js';
import { chosenTraceIds } from './span-ids.js';
import { readTraceSettings } from './trace-settings.js';
import { noTraces, tracesBy, type Traces } from './traces.js';

export const services = ['gateway', 'projector', 'feed', 'standalone', 'cli'] as const;
export type Service = (typeof services)[number];

/** What a process tells its operator besides its log: metrics that are asked for, and traces that are sent. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly traces: Traces;
  /** Sends the spans that are still here. */
  readonly close: () => Promise<void>;
}

export interface TelemetryOptions {
  readonly service: Service;
  /** Where the standard names of OpenTelemetry (`OTEL_*`) are looked for. */
  readonly environment: Environment;
  /** Where spans go; as the environment says unless told. */
  readonly exporter?: SpanExporter;
}

/** @throws ConfigurationRefused where the environment asks for traces in a way that this program does not have */
export const createTelemetry = ({ service, environment, exporter }: TelemetryOptions): Telemetry => {
  const metrics = createMetrics();
  const version = productVersion();
  countBuild(metrics, service, version);
  const settings = exporter === undefined ? readTraceSettings(environment) : null;
  if (exporter === undefined && settings === null)
    return { metrics, traces: noTraces, close: () => Promise.resolve() };

  const lost = metrics.counter({
    name: 'throughline_spans_lost_total',
    help: 'Spans that could not be sent.',
    labels: {},
  });
  const ids = chosenTraceIds();
  const sending = exporter ?? new OTLPTraceExporter(settings ?? {});
  const provider = new NodeTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({
      'service.name': `throughline-${service}`,
      'service.version': version,
    }).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(countingLost(sending, lost))],
  });
  return {
    metrics,
    traces: tracesBy(provider.getTracer('throughline', version), ids),
    close: () => inTime(provider.shutdown()),
  };
};

const countBuild = (metrics: Metrics, service: Service, version: string): void => {
  metrics
    .counter({
      name: 'throughline_build_info',
      help: 'Always 1: what runs here.',
      labels: { service: [service], version: [version], node: [process.versions.node] },
    })
    .add({ service, version, node: process.versions.node });
};

/** A collector that does not answer must not keep a process from an orderly stop. */
const patienceMilliseconds = 3_000;

const inTime = async (sending: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((over) => {
    timer = setTimeout(over, patienceMilliseconds);
  });
  // What is not sent by then is given up, as is what the collector refuses.
  const sent = sending.catch(() => undefined);
  try {
    await Promise.race([sent, patience]);
  } finally {
    clearTimeout(timer);
  }
};

/** Spans are no record, so what cannot be sent is given up; how many were is for the operator to see. */
const countingLost = (exporter: SpanExporter, lost: Counter<Record<never, never>>): SpanExporter => ({
  export: (spans: ReadableSpan[], told) =>
    exporter.export(spans, (result) => {
      if (Number(result.code) !== 0) lost.add({}, spans.length);
      told({ code: 0 });
    }),
  shutdown: () => exporter.shutdown(),
  forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
});
