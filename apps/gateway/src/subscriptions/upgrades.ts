import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalBody } from '../errors/http-refusals.js';
import { notFound, unavailable, type Refusal } from '../errors/refusal.js';

/** What a request to become a WebSocket is answered: undefined where it may. */
export type UpgradeRefused = 'no-such-place' | 'not-now';

const answers: Readonly<
  Record<UpgradeRefused, { readonly status: number; readonly refusal: () => Refusal }>
> = {
  'no-such-place': { status: 404, refusal: notFound },
  'not-now': { status: 503, refusal: unavailable },
};

/** Headers that ask to speak otherwise, which a server may leave unheeded (RFC 9110, section 7.8). */
const asksForMore: ReadonlySet<string> = new Set(['upgrade', 'connection', 'http2-settings']);

export const isForWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket';

/** Answers on a connection that is no longer in the hands of the HTTP server. */
export const refuseUpgrade = (connection: Duplex, refused: UpgradeRefused): void => {
  const { status, refusal } = answers[refused];
  const body = JSON.stringify(refusalBody(refusal()));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  // Whoever asked may have gone, and there is nobody to tell.
  connection.on('error', () => connection.destroy());
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => connection.destroy());
};

/**
 * Gives the HTTP server a request back that offered another protocol, as clients do that would like HTTP/2. The server hands over
 * every such request once anybody takes upgrades, and would not answer it.
 */
export const answerWithoutUpgrade = (
  server: Server,
  request: IncomingMessage,
  connection: Duplex,
  head: Buffer,
): void => {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2);
    if (!asksForMore.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', connection);
};
