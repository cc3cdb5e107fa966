import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.js';

/** Telemetry of which every span is kept; they are all there once it is closed. */
export const keepingSpans = (): {
  readonly telemetry: Telemetry;
  readonly spans: readonly ReadableSpan[];
} => {
  const spans: ReadableSpan[] = [];
  const telemetry = createTelemetry({
    service: 'gateway',
    environment: {},
    exporter: {
      export: (ended, told) => {
        spans.push(...ended);
        told({ code: 0 });
      },
      shutdown: () => Promise.resolve(),
    },
  });
  return { telemetry, spans };
};
