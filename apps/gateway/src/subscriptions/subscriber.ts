import { tokenExpiry, type AuthenticationRefusal, type Principal } from '#identity';
import { accepted, isId, randomId, refused, type Instant, type Result } from '#kernel';
import type { FeedClosing } from '#read-models';
import { authenticated, tokenIn } from '../access/authentication.js';
import { correlationHeader } from '../access/correlation.js';
import { purposeHeader } from '../access/purpose.js';
import type { GatewayPorts } from '../ports.js';

/** Whose socket it is. */
export interface Subscriber {
  readonly principal: Principal;
  /** As it was stated, not yet checked. */
  readonly statedPurpose: string | undefined;
  /** One id for everything that the socket causes. */
  readonly correlation: string;
  readonly expires: Instant;
  /** Who the token belongs to now, or why nothing more may be delivered on it. */
  readonly principalNow: () => Promise<Result<Principal, FeedClosing>>;
}

type Ports = Pick<GatewayPorts, 'authenticate' | 'logger'>;

/** What a request has in its headers, a socket has in its first message, under the same names. */
export const subscriberOf = async (
  ports: Ports,
  params: Readonly<Record<string, unknown>>,
): Promise<Subscriber> => {
  const authorization = textIn(params, 'authorization');
  const principal = await authenticated(ports, authorization);
  const token = tokenIn(authorization) ?? '';
  const correlation = textIn(params, correlationHeader);
  return {
    principal,
    statedPurpose: textIn(params, purposeHeader),
    correlation: isId(correlation) ? correlation.toLowerCase() : randomId(),
    expires: tokenExpiry(token),
    principalNow: () => principalNow(ports, token),
  };
};

/** Names of headers are written in capitals and in small letters. */
const textIn = (params: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = Object.entries(params).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : undefined;
};

const principalNow = async (
  { authenticate, logger }: Ports,
  token: string,
): Promise<Result<Principal, FeedClosing>> => {
  const principal = await authenticate(token);
  if (principal.ok) return accepted(principal.value);
  logger.info('The token of a subscription is not good any more.', {
    component: 'gateway',
    code: principal.reason,
  });
  if (principal.reason === 'expired') return refused('token-expired');
  // Then nothing is known against the person: the same token may be good again.
  return refused(cannotBeKnown.has(principal.reason) ? 'view-unavailable' : 'no-longer-authenticated');
};

const cannotBeKnown: ReadonlySet<AuthenticationRefusal> = new Set([
  'directory-not-current',
  'keys-not-available',
]);
