import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** What a server that cannot serve does with whoever connects. */
export interface StubServer {
  /** Takes connections and never says a word. */
  readonly silent?: true;
  /** Fails whoever wants to come in, with this SQLSTATE and these words. */
  readonly refuses?: { readonly code: string; readonly words: string };
  readonly version?: number;
  readonly encoding?: string;
  /** The certificate and its key, in PEM; without them it does not speak TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

const sslRequest = 80_877_103;

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.from(`${value}\0`);

const ready = message('Z', Buffer.from('I'));
const welcome = Buffer.concat([message('R', int32(0)), ready]);
const failure = ({ code, words }: { readonly code: string; readonly words: string }) =>
  message('E', Buffer.concat([...['SFATAL', 'VFATAL', `C${code}`, `M${words}`].map(text), Buffer.from([0])]));
const done = (command: string) => Buffer.concat([message('C', text(command)), ready]);

const oneRow = (row: Readonly<Record<string, string>>): Buffer => {
  const names = Object.keys(row);
  const ofText = Buffer.concat([int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]);
  const described = names.flatMap((name) => [text(name), ofText]);
  const values = Object.values(row).flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([
    message('T', Buffer.concat([int16(names.length), ...described])),
    message('D', Buffer.concat([int16(names.length), ...values])),
    done('SELECT 1'),
  ]);
};

const serve = (socket: Socket, stub: StubServer): void => {
  let started = false;
  let rest = Buffer.alloc(0);
  // A client that finds the certificate wanting hangs up.
  socket.on('error', () => socket.destroy());
  const take = (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      const one = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (started) answer(socket, one, stub);
      else if (one.readInt32BE(4) === sslRequest) {
        socket.write(stub.certificate === undefined ? 'N' : 'S');
        if (stub.certificate === undefined) continue;
        socket.off('data', take);
        const secured = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext(stub.certificate),
        });
        return serve(secured, stub);
      } else {
        started = true;
        if (stub.refuses === undefined) socket.write(welcome);
        else socket.end(failure(stub.refuses));
      }
    }
  };
  socket.on('data', take);
};

const answer = (
  socket: Socket,
  asked: Buffer,
  { version = 150_000, encoding = 'UTF8' }: StubServer,
): void => {
  const kind = String.fromCharCode(asked[0]!);
  if (kind === 'X') socket.end();
  else if (asked.includes('server_version_num'))
    socket.write(oneRow({ version: String(version), encoding, read_only: 'off' }));
  else socket.write(done('SET'));
};

/** Something that speaks as much of PostgreSQL's protocol as an attempt to start needs, on a port of its own. */
export const stubServer = async (
  stub: StubServer,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    if (stub.silent !== true) serve(socket, stub);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
