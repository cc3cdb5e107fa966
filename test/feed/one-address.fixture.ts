import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address in front of a server that listens at another after each start. */
export interface OneAddress {
  readonly address: string;
  /** Where the server is now. */
  readonly leadTo: (address: string) => void;
  readonly close: () => void;
}

export const oneAddress = async (): Promise<OneAddress> => {
  let target = { host: '127.0.0.1', port: 0 };
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(one);
      one.pipe(other);
      // A server that was killed refuses or resets; the client is to notice.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (address) => {
      const { hostname, port } = new URL(`http://${address}`);
      target = { host: hostname, port: Number(port) };
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
};
