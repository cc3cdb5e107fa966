import type { Principal } from '#identity';
import { Refusal, unavailable } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';

const bearer = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token, where there is one in the form that the header has. */
export const tokenIn = (authorization: string | undefined): string | undefined =>
  bearer.exec(authorization ?? '')?.[1];

/** Whose request it is. Every way in which a token fails gives the same answer; which one it was is in the log. */
export const authenticated = async (
  { authenticate, logger }: Pick<GatewayPorts, 'authenticate' | 'logger'>,
  authorization: string | undefined,
): Promise<Principal> => {
  const token = tokenIn(authorization);
  if (token === undefined) throw unauthenticated();
  const principal = await authenticate(token);
  if (principal.ok) return principal.value;
  logger.info('A token was refused.', { component: 'gateway', code: principal.reason });
  if (principal.reason === 'directory-not-current') throw unavailable(503);
  throw unauthenticated();
};

const unauthenticated = (): Refusal =>
  new Refusal('UNAUTHENTICATED', 'Bring a valid token: Authorization: Bearer <token>.', {}, { status: 401 });
