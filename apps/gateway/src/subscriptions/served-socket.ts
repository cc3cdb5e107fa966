import type { RawData, WebSocket } from 'ws';
import { closeCodes, type OurClosing, type SocketClosing } from './socket-closings.js';

/** A client that floods with what must be answered, and reads no answer, is not read any further until it has. */
const mostBuffered = 1_048_576;
/** How long the other side has to answer a closing frame, in milliseconds. */
const closingMilliseconds = 1_000;

export interface ServedSocket {
  /** Resolves when the message has left this process: whoever waits for it sends no faster than the client reads. */
  readonly send: (text: string) => Promise<void>;
  /** Says why, and cuts the connection where that is not answered. Everything on the socket ends at once. */
  readonly close: (closing: OurClosing, code?: number, reason?: string) => void;
  readonly isClosed: () => boolean;
  /** Asks whether somebody is still there; cuts the connection where nothing was heard for so long, in milliseconds. */
  readonly ask: (unresponsiveMilliseconds: number) => void;
}

export interface SocketListener {
  readonly message: (text: string) => Promise<void>;
  /** Called once, at the beginning of the end. */
  readonly closed: (closing: SocketClosing, code: number, reason: string) => void;
  /** Something of ours failed that nobody foresaw; the socket closes. */
  readonly failed: (problem: unknown) => void;
}

/** Serves one socket: bounded in both directions, and closed in time. */
export const serveSocket = (ws: WebSocket, listener: SocketListener): ServedSocket => {
  let closed = false;
  let heard = performance.now();
  let cutOff: NodeJS.Timeout | undefined;

  const end = (closing: SocketClosing, code: number, reason: string): void => {
    if (closed) return;
    closed = true;
    listener.closed(closing, code, reason);
  };
  const cutOffSoon = (): void => {
    cutOff ??= setTimeout(() => ws.terminate(), closingMilliseconds);
  };
  const close: ServedSocket['close'] = (closing, code = closeCodes[closing], reason = closing) => {
    if (closed) return;
    end(closing, code, reason);
    ws.close(code, reason);
    ws.resume();
    cutOffSoon();
  };
  const isThere = (): void => {
    heard = performance.now();
  };
  const restrain = (): void => {
    if (ws.bufferedAmount > mostBuffered) ws.pause();
  };
  const relax = (): void => {
    if (ws.isPaused && ws.bufferedAmount <= mostBuffered / 2) ws.resume();
  };

  ws.on('message', (data, isBinary) => {
    isThere();
    if (closed) return;
    if (isBinary) return close('protocol', closeCodes.protocol, 'Send text.');
    listener.message(textOf(data)).catch((problem: unknown) => {
      listener.failed(problem);
      close('failed');
    });
    restrain();
  });
  ws.on('ping', (data) => {
    isThere();
    if (!closed) ws.pong(data);
    restrain();
  });
  ws.on('pong', isThere);
  ws.on('error', (error) => {
    const tooLong = 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    end(tooLong ? 'message-too-long' : 'protocol', 1006, '');
    cutOffSoon();
  });
  ws.on('close', (code, reason) => {
    clearTimeout(cutOff);
    end('client', code, reason.toString());
  });

  return {
    close,
    isClosed: () => closed,
    send: (text) =>
      new Promise((resolve) => {
        if (closed) return resolve();
        let waited = false;
        ws.send(text, (error) => {
          // Bytes that had to wait and have left were taken by the other side: slow, and not gone.
          if (waited && error == null) isThere();
          relax();
          // What could not be sent was cut off with its socket, and that ends everything that was on it.
          resolve();
        });
        waited = ws.bufferedAmount > 0;
      }),
    ask: (unresponsiveMilliseconds) => {
      if (closed) return;
      if (performance.now() - heard < unresponsiveMilliseconds) return ws.ping();
      end('unresponsive', 1006, '');
      ws.terminate();
    },
  };
};

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
