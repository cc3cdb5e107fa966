import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whether a listener on this host can be reached from this machine only. A name is not resolved: apart from
 * `localhost` (RFC 6761) it counts as reachable from elsewhere.
 */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isIPv4(bare)) return bare.startsWith('127.');
  if (isIPv6(bare)) return bare === '::1' || /^::ffff:127\.\d+\.\d+\.\d+$/.test(bare);
  return bare === 'localhost';
};
