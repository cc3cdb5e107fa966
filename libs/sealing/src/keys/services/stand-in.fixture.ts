import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong with a request, in the place of its answer. */
export type Fault = Answered | 'closes the connection' | 'never answers' | ((asked: Asked) => Answered);

export interface StandIn {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The next requests go wrong, all of them unless it is told how many. */
  goWrong(fault: Fault, times?: number): void;
  goRight(): void;
  close(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A server in the place of a key service. It speaks as much of its HTTP API as `answer` knows. */
export const openStandIn = async (
  answer: (asked: Asked) => Answered,
  certificate?: Certificate,
): Promise<StandIn> => {
  const asked: Asked[] = [];
  let fault: Fault | undefined;
  let times = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const one: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>),
    };
    asked.push(one);
    const wrong = times > 0 ? fault : undefined;
    times -= 1;
    if (wrong === 'never answers') return;
    if (wrong === 'closes the connection') {
      request.socket.destroy();
      return;
    }
    const { status, body, headers } =
      wrong === undefined ? answer(one) : typeof wrong === 'function' ? wrong(one) : wrong;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    void serve(request, response);
  const server =
    certificate === undefined
      ? createPlainServer(listener)
      : createSecureServer({ ...certificate }, listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    goWrong: (next, howOften = Number.POSITIVE_INFINITY) => {
      fault = next;
      times = howOften;
    },
    goRight: () => (times = 0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
