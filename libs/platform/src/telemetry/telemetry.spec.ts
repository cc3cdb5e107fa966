import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationRefused, createTelemetry, type Environment } from '#platform';

const mistakesIn = (environment: Environment): readonly string[] => {
  try {
    createTelemetry({ service: 'gateway', environment });
    return [];
  } catch (problem) {
    if (!(problem instanceof ConfigurationRefused)) throw problem;
    return problem.mistakes.map(({ setting }) => setting);
  }
};

describe('the telemetry of a process', () => {
  it('sends its spans to the collector of the environment, with the name of the program', async () => {
    const received: { path: string | undefined; body: string }[] = [];
    const collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ path: request.url, body: Buffer.concat(parts).toString() });
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    const telemetry = createTelemetry({
      service: 'projector',
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/` },
    });
    telemetry.traces.beginTrace('projection.batch', { events: 500 }).end('ok');
    await telemetry.close();
    collector.closeAllConnections();
    collector.close();
    expect(received.map(({ path }) => path)).toEqual(['/v1/traces']);
    expect(received[0]?.body).toContain('projection.batch');
    expect(received[0]?.body).toContain('throughline-projector');
  });

  it('counts the spans that it could not send', async () => {
    const telemetry = createTelemetry({
      service: 'gateway',
      environment: {},
      exporter: {
        export: (_spans, told) => told({ code: 1 }),
        shutdown: () => Promise.resolve(),
      },
    });
    telemetry.traces.beginTrace('gateway.request', {}).end('ok');
    telemetry.traces.beginTrace('gateway.request', {}).end('ok');
    await telemetry.close();
    expect(await telemetry.metrics.text()).toContain('throughline_spans_lost_total 2');
  });

  it('stops in time where the collector takes spans and does not answer', async () => {
    let answer = () => undefined as void;
    const telemetry = createTelemetry({
      service: 'gateway',
      environment: {},
      exporter: {
        export: (_spans, told) => void (answer = () => told({ code: 0 })),
        shutdown: () => Promise.resolve(),
      },
    });
    telemetry.traces.beginTrace('gateway.request', {}).end('ok');
    const began = performance.now();
    await telemetry.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    answer();
  });

  it('says what runs here', async () => {
    const { metrics } = createTelemetry({ service: 'gateway', environment: {} });
    expect(await metrics.text()).toMatch(
      /^throughline_build_info\{service="gateway",version="\d+\.\d+\.\d+",node="\d+\.\d+\.\d+"\} 1$/m,
    );
  });

  it.each<[Environment, boolean]>([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'TRUE' }, false],
  ])('has traces as the environment says: %j', (environment, on) => {
    expect(createTelemetry({ service: 'gateway', environment }).traces.on).toBe(on);
  });

  it('refuses to start with what it cannot do, and names every mistake', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(mistakesIn({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' })).toEqual([]);
    expect(mistakesIn({ OTEL_TRACES_EXPORTER: 'zipkin' })).toEqual(['OTEL_TRACES_EXPORTER']);
    expect(
      mistakesIn({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'no address',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      }),
    ).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    ]);
  });
});
