import { Server, type ServerOptions } from '@grpc/grpc-js';
import { CaseEventsService } from '#feed-client';
import { observedDisclosures } from '../../observation/src/index.js';
import { listenOn } from '../../programs/src/listening.js';
import { createLimits } from './access/limits.js';
import { observedFeed } from './observed/observed-feed.js';
import type { FeedPorts } from './ports.js';
import { openCredentials } from './serve/credentials.js';
import { serveHealth } from './serve/health.js';
import { methodsOf } from './serve/methods.js';
import { serveReflection } from './serve/reflection.js';
import type { FeedServerSettings } from './settings.js';

export interface FeedServer {
  /** Where it listens, e.g. `127.0.0.1:4100`. */
  readonly address: string;
  /**
   * Ends every subscription, telling each that the server stops, and takes no more calls; what does not end in this time is
   * cut off.
   */
  readonly close: (withinMilliseconds: number) => Promise<void>;
}

/** A request names cases and types, and no more. */
const longestRequest = 64 * 1024;
const idleMilliseconds = 5 * 60 * 1000;
/** After so long a client is asked to connect anew for new calls, so that it finds servers that were added. */
const ageMilliseconds = 60 * 60 * 1000;

const optionsOf = ({ timing, subscriptions }: FeedServerSettings): ServerOptions => ({
  'grpc.max_receive_message_length': longestRequest,
  // Half-open connections: whoever does not answer is gone, and what is kept for it is given back.
  'grpc.keepalive_time_ms': timing.keepAliveMilliseconds,
  'grpc.keepalive_timeout_ms': timing.keepAliveAnswerMilliseconds,
  'grpc.max_connection_idle_ms': idleMilliseconds,
  'grpc.max_connection_age_ms': ageMilliseconds,
  // More than one may have, so that one too many is told so instead of waiting for ever.
  'grpc.max_concurrent_streams': Math.max(1_000, 2 * subscriptions.subject),
});

/**
 * Serves the feed over gRPC.
 * @throws FeedCertificateUnusable, CannotListen
 */
export const startFeedServer = async (
  given: FeedPorts,
  settings: FeedServerSettings,
): Promise<FeedServer> => {
  const ports: FeedPorts = {
    ...given,
    disclosures: observedDisclosures(given.disclosures, given.telemetry),
  };
  const { host, port, timing } = settings;
  const credentials = openCredentials(settings.tls, timing.certificatesMilliseconds, ports.logger);
  const server = new Server(optionsOf(settings));
  const stopping = new AbortController();
  server.addService(
    CaseEventsService,
    methodsOf(ports, {
      limits: createLimits(settings),
      observed: observedFeed(ports.telemetry),
      heartbeatMilliseconds: timing.heartbeatMilliseconds,
      stop: stopping.signal,
    }),
  );
  const health = await serveHealth(server, ports.health);
  if (settings.reflection) serveReflection(server);
  const at = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  let bound = port;
  const listener = {
    listen: () =>
      new Promise<void>((listening, fail) => {
        server.bindAsync(`${at}:${port}`, credentials.credentials, (problem, taken) => {
          bound = taken;
          if (problem === null) listening();
          else fail(problem);
        });
      }),
  };
  try {
    await listenOn(listener, port, host, 'FEED_PORT');
  } catch (problem) {
    health.stop();
    credentials.stop();
    throw problem;
  }
  return {
    address: `${at}:${bound}`,
    close: (withinMilliseconds) => {
      health.stop();
      credentials.stop();
      stopping.abort();
      return closed(server, withinMilliseconds);
    },
  };
};

const closed = (server: Server, withinMilliseconds: number): Promise<void> =>
  new Promise((done) => {
    const cutOff = setTimeout(() => {
      server.forceShutdown();
      // The library does not always tell the end of a connection that was already breaking: nobody waits for that.
      done();
    }, withinMilliseconds);
    server.tryShutdown(() => {
      clearTimeout(cutOff);
      done();
    });
  });
