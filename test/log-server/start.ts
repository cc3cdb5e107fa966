import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { openEmbeddedEventStore } from '#event-store';
import { batchAppend } from './batch-append.js';
import { noFaults, nothingSeen, type Faults, type Seen } from './faults.js';
import { notImplemented, unauthenticated, unavailable } from './failures.js';
import { features, featuresServices, gossip, gossipServices, streamsServices } from './protocol.js';
import { read } from './reading.js';
import { deleteStream, tombstoneStream } from './removing.js';
import type { Call, Served } from './served.js';
import { uuid } from './wire.js';

export interface LogServerOptions {
  /** The file of the embedded store that the server stands in front of. */
  readonly file: string;
  /** 0, and nothing, take any that is free. */
  readonly port?: number;
  /** The version that it says it is. */
  readonly version?: string;
  /** False for a server from before appends could share a connection. */
  readonly hasBatchAppend?: boolean;
  /** Where given, calls without exactly these are refused. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Certificate and key in PEM; without them it speaks in clear. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export interface LogServer {
  readonly port: number;
  /** What an adapter connects by, without credentials. */
  readonly url: string;
  readonly faults: Faults;
  readonly seen: Seen;
  /** Cuts every connection without a word; new ones are taken. */
  readonly dropConnections: () => void;
  /** Stops as a kill would: connections are cut, nothing is said. The file stays as it is. */
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';
const streamsService = 'event_store.client.streams.streams';
type Methods = InstanceType<typeof features.SupportedMethods>;
type ClusterInfo = InstanceType<typeof gossip.ClusterInfo>;

const authorisation = ({ user, password }: NonNullable<LogServerOptions['credentials']>): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** A server that speaks the protocol of `event_store.client` and keeps everything in one file. */
export const startLogServer = async ({
  file,
  port = 0,
  version = '26.0.1',
  hasBatchAppend = true,
  credentials,
  tls,
}: LogServerOptions): Promise<LogServer> => {
  const store = await openEmbeddedEventStore({ file });
  const faults = noFaults();
  const seen = nothingSeen();
  const sockets = new Map<string, Socket>();

  const admits = ({ metadata }: Call) => {
    if (faults.isNotReady) return unavailable();
    const wanted = credentials && authorisation(credentials);
    return wanted === undefined || metadata.get('authorization')[0] === wanted
      ? undefined
      : unauthenticated();
  };
  const served: Served = {
    store,
    faults,
    seen,
    admits,
    leader: () => ({ host, port: taken }),
    dropConnection: (call) => sockets.get(call.getPeer())?.destroy(),
  };

  const supported = new features.SupportedMethods().setEventStoreServerVersion(version);
  const methods = ['read', 'append', 'delete', 'tombstone', ...(hasBatchAppend ? ['batchappend'] : [])];
  supported.setMethodsList(
    methods.map((name) =>
      new features.SupportedMethod().setServiceName(streamsService).setMethodName(name).setFeaturesList([]),
    ),
  );

  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1_048_576 });
  server.addService(streamsServices.StreamsService, {
    read: read(served),
    batchAppend: batchAppend(served),
    delete: deleteStream(served),
    tombstone: tombstoneStream(served),
    append: (_: unknown, answer: sendUnaryData<never>) => {
      seen.singleAppends += 1;
      answer(notImplemented());
    },
  });
  server.addService(featuresServices.ServerFeaturesService, {
    getSupportedMethods: (call: ServerUnaryCall<unknown, Methods>, answer: sendUnaryData<Methods>) =>
      faults.isNotReady ? answer(unavailable()) : answer(null, supported),
  });
  server.addService(gossipServices.GossipService, {
    read: (_: unknown, answer: sendUnaryData<ClusterInfo>) => {
      const member = new gossip.MemberInfo()
        .setInstanceId(uuid('00000000-0000-4000-8000-000000000001', false))
        .setState(gossip.MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(taken));
      answer(null, new gossip.ClusterInfo().setMembersList([member]));
    },
  });

  const injector = server.createConnectionInjector(
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) },
        ]),
  );
  // The connections are ours and not gRPC's, so that one can be cut without a word.
  const listener = createServer({ noDelay: true }, (socket) => {
    seen.connections += 1;
    const name = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(name, socket);
    socket.on('close', () => sockets.delete(name));
    socket.on('error', () => sockets.delete(name));
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, resolve);
  });
  const taken = (listener.address() as AddressInfo).port;

  const dropConnections = () => {
    for (const socket of sockets.values()) socket.destroy();
  };
  return {
    port: taken,
    url: `kurrentdb://${host}:${taken}?tls=${tls !== undefined}`,
    faults,
    seen,
    dropConnections,
    stop: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      dropConnections();
      await closed;
      server.forceShutdown();
      await store.close();
    },
  };
};
