import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Telemetry } from '#platform';
import { countingSubscriptions } from './counted-subscriptions.js';
import { speakGraphql, type Speaking } from './speak-graphql.js';
import { serveSocket, type ServedSocket } from './served-socket.js';
import { answerWithoutUpgrade, isForWebSocket, refuseUpgrade, type UpgradeRefused } from './upgrades.js';

/** A query with the fields of every type of event is some 60,000 bytes. */
export const longestMessage = 131_072;

export interface Serving extends Omit<Speaking, 'counted'> {
  readonly server: Server;
  readonly telemetry: Telemetry;
}

/** Takes WebSockets at `/graphql` until it is closed; then every socket is told that the server goes away. */
export const serveSubscriptions = (serving: Serving): { readonly close: () => Promise<void> } => {
  const { server, settings, ports } = serving;
  const counted = countingSubscriptions(serving.telemetry);
  const speak = speakGraphql({ ...serving, counted });
  const open = new Map<ServedSocket, Promise<void>>();
  let waiting = 0;
  let closing = false;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // A few bytes must not become many here.
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: longestMessage,
    handleProtocols,
  });

  const opened = (ws: WebSocket): void => {
    counted.socketOpened();
    waiting += 1;
    let isWaiting = true;
    const known = (): void => {
      if (isWaiting) waiting -= 1;
      isWaiting = false;
    };
    const socket = serveSocket(ws, {
      message: (text) => conversation.message(text),
      closed: (reason, code, said) => {
        known();
        counted.socketClosed(reason);
        conversation.closed(code, said);
      },
      failed: (error) =>
        ports.logger.error('A socket failed in a way that was not foreseen.', {
          correlation: conversation.correlation(),
          component: 'gateway',
          error,
        }),
    });
    const conversation = speak(socket, known);
    conversation.begin(ws.protocol);
    open.set(
      socket,
      new Promise((gone) => {
        ws.once('close', () => {
          open.delete(socket);
          gone();
        });
      }),
    );
  };
  const refusalOf = ({ url = '' }: IncomingMessage): UpgradeRefused | undefined => {
    if (url.split('?')[0] !== '/graphql') return 'no-such-place';
    return closing || waiting >= settings.socketsWaiting ? 'not-now' : undefined;
  };
  const upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer): void => {
    if (!isForWebSocket(request)) return answerWithoutUpgrade(server, request, connection, head);
    const refused = refusalOf(request);
    if (refused !== undefined) return refuseUpgrade(connection, refused);
    sockets.handleUpgrade(request, connection, head, opened);
  };

  server.on('upgrade', upgrade);
  const asking = setInterval(() => {
    for (const socket of open.keys()) socket.ask(settings.unresponsiveMilliseconds);
  }, settings.pingMilliseconds);

  return {
    close: async () => {
      closing = true;
      clearInterval(asking);
      for (const socket of open.keys()) socket.close('shutdown');
      await Promise.all(open.values());
    },
  };
};
