/** Why a socket closes, for the metric and for whoever had it. */
export const socketClosings = [
  'client',
  'token-refused',
  'token-expired',
  'no-longer-authenticated',
  'too-many-requests',
  'too-many-sockets',
  'unavailable',
  'shutdown',
  'protocol',
  'message-too-long',
  'unresponsive',
  'failed',
] as const;
export type SocketClosing = (typeof socketClosings)[number];

/**
 * What the closing frame says. 4403 is the `Forbidden` of graphql-transport-ws: a client may try again, with another token. The
 * registered ones (RFC 6455, section 7.4) say that the server goes away (1001) or that one is to come again later (1013).
 */
export const closeCodes = {
  'token-refused': 4403,
  'token-expired': 4403,
  'no-longer-authenticated': 4403,
  'too-many-requests': 1013,
  'too-many-sockets': 1013,
  unavailable: 1013,
  shutdown: 1001,
  protocol: 4400,
  failed: 1011,
} as const satisfies Partial<Record<SocketClosing, number>>;
export type OurClosing = keyof typeof closeCodes;
