import { createServer } from 'node:net';
import { types } from 'node:util';

type CannotListenReason = 'in-use' | 'not-allowed' | 'no-such-address' | 'failed';

const remedies: Record<CannotListenReason, string> = {
  'in-use': 'is in use by another process. Stop that process, or set PORT; PORT=0 takes any that is free.',
  'not-allowed': 'may not be taken by this user. Set PORT to one above 1023.',
  'no-such-address': 'is not an address of this machine. Set HOST.',
  failed: 'cannot be listened on. Set PORT or HOST.',
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
    options?: ErrorOptions,
  ) {
    super(`Port ${port} on ${host} ${remedies[reason]}`, options);
  }
}

const refused = (port: number, host: string, cause: unknown): CannotListen => {
  const code = types.isNativeError(cause) && 'code' in cause ? cause.code : undefined;
  return new CannotListen(port, host, reasons.get(code) ?? 'failed', { cause });
};

/**
 * Looks whether one can listen there before anything is opened or loaded: nobody should wait for a start that ends so.
 * @throws CannotListen
 */
export const seeThatPortIsFree = (port: number, host: string): Promise<void> =>
  new Promise((free, fail) => {
    const probe = createServer();
    probe.once('error', (cause) => fail(refused(port, host, cause)));
    probe.listen({ port, host }, () => probe.close(() => free()));
  });

/** @throws CannotListen where somebody took the port in the meantime */
export const listenOn = async (
  listener: { listen(port: number, host: string): Promise<unknown> },
  port: number,
  host: string,
): Promise<void> => {
  try {
    await listener.listen(port, host);
  } catch (cause) {
    throw refused(port, host, cause);
  }
};
