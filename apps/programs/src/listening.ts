import { createServer } from 'node:net';
import { types } from 'node:util';

type CannotListenReason = 'in-use' | 'not-allowed' | 'no-such-address' | 'failed';

/** The setting by which a port is chosen. */
type PortSetting = 'PORT' | 'FEED_PORT';

const remedies: Record<CannotListenReason, (port: PortSetting) => string> = {
  'in-use': (port) =>
    `is in use by another process. Stop that process, or set ${port}; ${port}=0 takes any that is free.`,
  'not-allowed': (port) => `may not be taken by this user. Set ${port} to one above 1023.`,
  'no-such-address': () => 'is not an address of this machine. Set HOST.',
  failed: (port) => `cannot be listened on. Set ${port} or HOST.`,
};

const reasons: ReadonlyMap<unknown, CannotListenReason> = new Map<unknown, CannotListenReason>([
  ['EADDRINUSE', 'in-use'],
  ['EACCES', 'not-allowed'],
  ['EADDRNOTAVAIL', 'no-such-address'],
  ['ENOTFOUND', 'no-such-address'],
  ['EAI_AGAIN', 'no-such-address'],
]);

/** Nobody could reach the process there; the message says why and what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';

  constructor(
    port: number,
    host: string,
    readonly reason: CannotListenReason,
    setting: PortSetting,
    options?: ErrorOptions,
  ) {
    super(`Port ${port} on ${host} ${remedies[reason](setting)}`, options);
  }
}

const refused = (port: number, host: string, setting: PortSetting, cause: unknown): CannotListen => {
  const code = types.isNativeError(cause) && 'code' in cause ? cause.code : undefined;
  return new CannotListen(port, host, reasons.get(code) ?? 'failed', setting, { cause });
};

/**
 * Looks whether one can listen there before anything is opened or loaded: nobody should wait for a start that ends so.
 * @throws CannotListen
 */
export const seeThatPortIsFree = (port: number, host: string, setting: PortSetting = 'PORT'): Promise<void> =>
  new Promise((free, fail) => {
    const probe = createServer();
    probe.once('error', (cause) => fail(refused(port, host, setting, cause)));
    probe.listen({ port, host }, () => probe.close(() => free()));
  });

/** @throws CannotListen where somebody took the port in the meantime */
export const listenOn = async (
  listener: { listen(port: number, host: string): Promise<unknown> },
  port: number,
  host: string,
  setting: PortSetting = 'PORT',
): Promise<void> => {
  try {
    await listener.listen(port, host);
  } catch (cause) {
    throw refused(port, host, setting, cause);
  }
};
