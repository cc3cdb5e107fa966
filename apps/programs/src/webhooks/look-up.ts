import { lookup, Resolver } from 'node:dns/promises';

/** A name of a host, looked up: every address that it has. It need not heed the signal, but should. */
export type LookUp = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/** How long a name server may take at first, and how often it is asked: time is left to deliver where it answers for IPv4 alone. */
const asking = { timeout: 1_500, tries: 2 };

/** What says that a name is not known there, or that there is no name server at all. */
const unknownThere = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);

/**
 * Asks the name servers, over sockets: a name server that does not answer takes no thread, of which Node.js has four for
 * all files and look-ups together. Empty where the name is not known to them.
 */
export const lookUpInDns =
  (servers?: readonly string[]): LookUp =>
  async (host, signal) => {
    const resolver = new Resolver(asking);
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      if (found.length > 0) return found;
      for (const one of answers)
        if (one.status === 'rejected' && !unknownThere.has((one.reason as { readonly code: string }).code))
          throw one.reason;
      return [];
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

/** As the system knows names, such as those in its own file of hosts. It takes a thread until the system answers. */
const lookUpInSystem: LookUp = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** So many of the four threads are taken by look-ups at the most. */
const threadsTaken = 2;

/** Looks up so many names at once; others wait for their turn. */
export const inTurn = (lookUp: LookUp, most: number): LookUp => {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (host, signal) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      signal.throwIfAborted();
      return await lookUp(host, signal);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

const inDns = lookUpInDns();
const inSystem = inTurn(lookUpInSystem, threadsTaken);

/** Names of the DNS, and then what only the system knows. */
export const lookUpHost: LookUp = async (host, signal) => {
  const found = await inDns(host, signal);
  return found.length > 0 ? found : inSystem(host, signal);
};
