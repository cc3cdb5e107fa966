import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#identity';
import { oneDisclosure, type Disclosure } from '../disclosure/one-disclosure.js';
import { observedRequest, type ObservedRequest } from '../operations/observed-requests.js';
import type { GatewayPorts } from '../ports.js';
import { authenticated } from './authentication.js';
import { correlationHeader } from './correlation.js';
import { purposeHeader } from './purpose.js';
import type { Throttle } from './throttle.js';

/** What one request carries to every field that answers it. */
export interface RequestContext {
  readonly principal: Principal;
  /** As it was stated, not yet checked. */
  readonly statedPurpose: string | undefined;
  /** One id for everything that the request causes. */
  readonly correlation: string;
  readonly disclosure: Disclosure;
  readonly observed: ObservedRequest;
}

/** Makes the context of a request, once its token is verified and its caller has not asked too often. */
export const requestContext =
  (ports: GatewayPorts, throttle: Throttle) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    const principal = await authenticated(ports, request.headers.authorization);
    await throttle(principal);
    const stated = request.headers[purposeHeader];
    return {
      principal,
      statedPurpose: typeof stated === 'string' ? stated : undefined,
      correlation: String(reply.getHeader(correlationHeader)),
      disclosure: oneDisclosure(ports.disclosures),
      observed: observedRequest(request),
    };
  };
