import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health, HealthKind } from '../health.js';
import type { Telemetry } from './telemetry.js';

export interface OperationsOptions {
  readonly health: Health;
  readonly telemetry: Pick<Telemetry, 'metrics'>;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

export interface ServedOperations {
  /** Where it listens, e.g. `http://127.0.0.1:4001`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Nobody who asks this has much to say; whoever takes longer is cut off. */
const patienceMilliseconds = 10_000;

/**
 * Serves `/health/live`, `/health/ready` and `/metrics`, and nothing else, for a process that has no other listener.
 * Rejects with the system's own error where it cannot listen.
 */
export const serveOperations = async ({
  health,
  telemetry,
  host,
  port,
}: OperationsOptions): Promise<ServedOperations> => {
  const report = async (kind: HealthKind): Promise<Answer> => {
    const found = await health.report(kind);
    return { status: found.well ? 200 : 503, type: 'application/json', body: JSON.stringify(found) };
  };
  const pages: ReadonlyMap<string, () => Promise<Answer>> = new Map([
    ['/health/live', () => report('live')],
    ['/health/ready', () => report('ready')],
    [
      '/metrics',
      async () => ({
        status: 200,
        type: telemetry.metrics.contentType,
        body: await telemetry.metrics.text(),
      }),
    ],
  ]);
  const answer = async ({ method, url = '' }: IncomingMessage): Promise<Answer> => {
    const page = pages.get(url.split('?')[0] ?? '');
    if (page === undefined) return plain(404, 'There is no such thing.');
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Ask by GET.');
    try {
      return await page();
    } catch {
      // What failed is a check or a gauge, and both tell of themselves; its words may be anything.
      return plain(500, 'It could not be found out.');
    }
  };
  const server = createServer(
    { requestTimeout: patienceMilliseconds, headersTimeout: patienceMilliseconds, keepAliveTimeout: 5_000 },
    (request, response) => void answer(request).then((given) => send(request, response, given)),
  );
  server.setTimeout(patienceMilliseconds);
  await new Promise<void>((listening, fail) => {
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      listening();
    });
  });
  const at = server.address() as AddressInfo;
  return {
    address: `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
      }),
  };
};

const plain = (status: number, words: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: words,
});

const send = (request: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void => {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
};
