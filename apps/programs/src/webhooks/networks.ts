import { BlockList, isIP } from 'node:net';

/**
 * Networks of IPv4 that no receiver on the Internet has (IANA registry of special-purpose addresses, RFC 6890), and the
 * address at which Azure answers its machines. The metadata services of others are link-local, shared or unique-local.
 */
const notOnTheInternet = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6 only global unicast is on the Internet, without what wraps IPv4, names documents or is for protocols. */
const globalUnicast = ['2000::/3'];
const notGlobal = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Some networks, as a list that can be asked for an address. */
export type Networks = BlockList;

/** Networks in CIDR, e.g. `10.1.0.0/16`; undefined where one of them is none. */
export const networksIn = (listed: readonly string[]): Networks | undefined => {
  const networks = new BlockList();
  for (const network of listed) {
    const [address = '', length = '', ...more] = network.split('/');
    const version = isIP(address);
    const isLength = /^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
    if (version === 0 || !isLength || more.length > 0) return undefined;
    networks.addSubnet(address, Number(length), familyOf(version));
  }
  return networks;
};

const familyOf = (version: number) => (version === 4 ? 'ipv4' : 'ipv6');

const known = (listed: readonly string[]): Networks => {
  const networks = networksIn(listed);
  if (networks === undefined) throw new TypeError('A network that stands in the source is none.');
  return networks;
};

const refused = { v4: known(notOnTheInternet), v6: known(notGlobal) };
const unicast = known(globalUnicast);

/** Whether an address is in one of these networks. */
export const isIn = (networks: Networks, address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && networks.check(address, familyOf(version));
};

/** Whether an address is one that a receiver on the Internet can have. */
export const isOnTheInternet = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !isIn(refused.v4, address);
    case 6:
      return isIn(unicast, address) && !isIn(refused.v6, address);
    default:
      return false;
  }
};
