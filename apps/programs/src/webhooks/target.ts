import { isIP } from 'node:net';
import { accepted, refused, type Result } from '#kernel';
import type { LookUp } from './look-up.js';
import { isIn, isOnTheInternet, type Networks } from './networks.js';

/** Where deliveries may go. */
export interface TargetRules {
  /** Networks that are not on the Internet and where receivers are all the same. */
  readonly networks: Networks;
  /** Whether they may go in clear: for development only. */
  readonly inClear: boolean;
}

/** A target as it was looked up. The connection is made to this very address, whatever the name says a moment later. */
export interface Target {
  readonly url: URL;
  readonly address: string;
}

const longestUrl = 2_000;

/** `URL` writes every spelling of an address in the one way, such as 0x7f.1 and 2130706433 as 127.0.0.1. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

const read = (text: string, { inClear }: TargetRules): Result<URL, string> => {
  if (text.length > longestUrl || !URL.canParse(text)) return refused('is not a URL');
  const url = new URL(text);
  const schemes = inClear ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) return refused('must begin with https://');
  if (url.username !== '' || url.password !== '') return refused('must hold no user and no password');
  if (url.hash !== '') return refused('must hold no fragment');
  return accepted(url);
};

const notReachable = 'names a host to which nothing is delivered from here';

/**
 * Looks a target up once and says why nothing may be delivered there. A port of its own, an address in place of a name and
 * a network that is not on the Internet are for receivers in the networks that the operator has listed. A name that has not
 * been found when the signal aborts is not found.
 */
export const targetOf = async (
  text: string,
  rules: TargetRules,
  lookUp: LookUp,
  signal: AbortSignal,
): Promise<Result<Target, string>> => {
  const url = read(text, rules);
  if (!url.ok) return url;
  const host = hostOf(url.value);
  const named = isIP(host) === 0;
  const addresses = named ? await addressesOf(host, lookUp, signal) : [host];
  const [address] = addresses;
  if (address === undefined) return refused('names a host that cannot be found');
  if (addresses.every((one) => isIn(rules.networks, one))) return accepted({ url: url.value, address });
  if (!named) return refused('must name its host, not an address');
  if (url.value.port !== '') return refused('must name no port');
  return addresses.every(isOnTheInternet) ? accepted({ url: url.value, address }) : refused(notReachable);
};

/** Why a name is not found makes no difference: it is tried again. */
const addressesOf = (host: string, lookUp: LookUp, signal: AbortSignal): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const notFound = () => resolve([]);
    if (signal.aborted) return notFound();
    signal.addEventListener('abort', notFound, { once: true });
    void lookUp(host, signal)
      .then(resolve, notFound)
      .finally(() => signal.removeEventListener('abort', notFound));
  });
