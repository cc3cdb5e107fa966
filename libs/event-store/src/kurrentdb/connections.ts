import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import services from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import type streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadRequest } from './read-requests.js';

export type ReadAnswer = InstanceType<typeof streams.ReadResp>;
type ReadCall = ClientReadableStream<ReadAnswer>;
type Service = InstanceType<typeof services.StreamsClient>;

/** What the client keeps to itself and the adapter cannot do without. */
interface Internals {
  readonly getChannel: () => Promise<{ close(): void }>;
  readonly capabilities: Promise<{
    readonly serverVersion: string;
    supports(method: { path: string }): boolean;
  }>;
  readonly GRPCStreamCreator: (
    service: typeof services.StreamsClient,
    name: string,
    begin: (service: Service) => ReadCall,
  ) => () => Promise<ReadCall>;
  readonly callArguments: (options: {
    readonly deadline: number;
    readonly requiresLeader: boolean;
  }) => [Metadata, CallOptions];
}

export interface Connection {
  readonly client: KurrentDBClient;
  /** What the server says of itself. */
  readonly capabilities: () => Internals['capabilities'];
  /**
   * Reads by the channel that appends go by. The client's own reads go by a second one, in native code, that cannot be
   * cancelled, takes half a second to connect and leaves Nagle's algorithm on: a third of small reads took 40 ms more.
   */
  readonly read: (request: ReadRequest, answerMilliseconds: number) => Promise<ReadCall>;
  /** Ends everything that is under way and gives the socket back. Does not fail. */
  readonly close: () => Promise<void>;
}

const keepAliveTimeout = { milliseconds: 10_000, variants: 1_000 };
let made = 0;

export const connect = (connectionString: string): Connection => {
  // gRPC shares one socket among all channels that are alike, and a new channel by a dead socket is as dead.
  const timeout = keepAliveTimeout.milliseconds + (made++ % keepAliveTimeout.variants);
  const client = KurrentDBClient.connectionString(`${connectionString}&keepAliveTimeout=${timeout}`);
  const internals = client as unknown as Internals;
  return {
    client,
    capabilities: () => internals.capabilities,
    read: (request, deadline) =>
      internals.GRPCStreamCreator(services.StreamsClient, 'read', (service) =>
        service.read(request, ...internals.callArguments({ deadline, requiresLeader: false })),
      )(),
    close: async () => {
      // The client has no way to close its channel: an idle one would hold its socket for half an hour.
      const channel = await internals.getChannel().catch(() => undefined);
      await client.dispose();
      channel?.close();
    },
  };
};

export interface Connections {
  readonly current: () => Connection;
  /**
   * Puts a new connection in the place of one that failed. The client remembers failures: what it could not find out
   * once (which server, and what it supports) it answers with the same failure for ever. False where that was done
   * before, or only just now.
   */
  readonly renew: (failed: Connection) => boolean;
  readonly close: () => Promise<void>;
}

/** Making a client holds the event loop for 10 ms, and for 50 with TLS, so it is not made anew for every failure. */
const shortestLifeMilliseconds = 500;

/** One connection at a time, for appends and reads. What a failed one has under way may end by itself first. */
export const openConnections = (connectionString: string, graceMilliseconds: number): Connections => {
  let current = connect(connectionString);
  let madeAt = performance.now();
  const retired = new Map<Connection, NodeJS.Timeout>();
  const end = async (connection: Connection): Promise<void> => {
    clearTimeout(retired.get(connection));
    retired.delete(connection);
    await connection.close();
  };
  return {
    current: () => current,
    renew: (failed) => {
      if (failed !== current || performance.now() - madeAt < shortestLifeMilliseconds) return false;
      madeAt = performance.now();
      try {
        current = connect(connectionString);
      } catch {
        // A certificate file that is being replaced: the one that failed is tried again, and then a new one.
        return false;
      }
      const timer = setTimeout(() => void end(failed), graceMilliseconds);
      retired.set(failed, timer.unref());
      return true;
    },
    close: async () => {
      await Promise.all([...retired.keys(), current].map(end));
    },
  };
};
