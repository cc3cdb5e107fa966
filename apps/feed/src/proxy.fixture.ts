import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Between a client and the server, so that a spec can cut the wire without either of them being told. */
export interface Proxy {
  readonly address: string;
  /** Takes everything from now on and passes nothing on, as a router does that has lost its power. */
  readonly swallow: () => void;
  /** Ends the connections that there are; new ones are passed on. */
  readonly cut: () => void;
  readonly close: () => void;
}

export const everythingThrough = async (target: string): Promise<Proxy> => {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let passes = true;
  const server = createServer((client) => {
    const behind = connect({ host, port: Number(port) });
    for (const [from, to] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (data) => {
        if (passes) to.write(data);
      });
      from.on('close', () => {
        if (passes) to.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: () => {
      passes = false;
    },
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
};
