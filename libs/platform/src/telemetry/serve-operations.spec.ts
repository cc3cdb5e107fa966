import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import {
  createHealth,
  createTelemetry,
  serveOperations,
  unwell,
  well,
  type HealthFinding,
  type ServedOperations,
} from '#platform';

let finding: HealthFinding = well;
let served: ServedOperations;
const telemetry = createTelemetry({ service: 'projector', environment: {} });
beforeAll(async () => {
  const health = createHealth();
  health.register({ name: 'event-log', kind: 'ready', check: () => finding });
  served = await serveOperations({ health, telemetry, host: '127.0.0.1', port: 0 });
});
afterAll(() => served.close());

const ask = async (path: string, method = 'GET') => {
  const response = await fetch(served.address + path, { method });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
};

describe('a process without a listener of its own', () => {
  it('says that it lives, whether it is ready, and what is wrong', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, type: 'application/json' });
    finding = unwell('behind');
    const { status, body } = await ask('/health/ready?from=probe');
    finding = well;
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      well: false,
      findings: { 'event-log': { well: false, reason: 'behind' } },
    });
  });

  it('gives its metrics to Prometheus', async () => {
    const { status, type, body } = await ask('/metrics');
    expect([status, type]).toEqual([200, telemetry.metrics.contentType]);
    expect(body).toContain('throughline_build_info');
  });

  it('answers nothing else', async () => {
    expect(await ask('/')).toMatchObject({ status: 404 });
    expect(await ask('/metrics/../graphql')).toMatchObject({ status: 404 });
    expect(await ask('/metrics', 'POST')).toMatchObject({ status: 405 });
    expect(await ask('/metrics', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('does not fail where a gauge does', async () => {
    const failing = {
      metrics: { ...telemetry.metrics, text: () => Promise.reject(new Error('zq-the-child-said-qz')) },
    };
    const other = await serveOperations({
      health: createHealth(),
      telemetry: failing,
      host: '127.0.0.1',
      port: 0,
    });
    const response = await fetch(`${other.address}/metrics`);
    expect([response.status, await response.text()]).toEqual([500, 'It could not be found out.']);
    await other.close();
  });

  it('says why it cannot listen', async () => {
    const { port } = new URL(served.address);
    await expect(
      serveOperations({ health: createHealth(), telemetry, host: '127.0.0.1', port: Number(port) }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('stops also when somebody keeps a connection open', async () => {
    const other = await serveOperations({ health: createHealth(), telemetry, host: '127.0.0.1', port: 0 });
    const { port } = new URL(other.address);
    const held = connect(Number(port), '127.0.0.1');
    await new Promise<void>((connected) => held.once('connect', connected));
    held.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((answered) => held.once('data', answered));
    const ended = new Promise((end) => held.once('close', end));
    await other.close();
    await ended;
  });
});
