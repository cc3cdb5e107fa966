import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { correlationHeader, correlationOf } from './access/correlation.js';
import { serveDevelopment } from './development/development-routes.js';
import { refusalBody } from './errors/http-refusals.js';
import { Refusal } from './errors/refusal.js';
import { GatewayModule, type GatewayOptions } from './gateway.module.js';
import { queryLimits } from './hardening/query-limits.js';
import { observeRequests } from './operations/observed-requests.js';

const headers: Readonly<Record<string, string>> = {
  // What was answered to one person must not lie in a cache for the next.
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const aYear = 'max-age=31536000; includeSubDomains';

/** The gateway as an HTTP application, not yet listening. */
export const createGateway = async (options: GatewayOptions): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({ bodyLimit: queryLimits.bodyBytes, return503OnClosing: false });
  const server: FastifyInstance = adapter.getInstance();
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    if (options.settings.production) reply.header('strict-transport-security', aYear);
    reply.header(correlationHeader, correlationOf(request.headers));
    done();
  });
  observeRequests(server, options.ports.telemetry);
  if (options.ports.development !== null) serveDevelopment(server, options.ports.development);
  server.addHook('onRequest', async (request, reply) => {
    const [path] = request.url.split('?');
    if (path !== '/graphql' || request.method === 'POST' || reply.sent) return;
    // A query in an address would stand in every log on the way.
    const refusal = new Refusal('INVALID_INPUT', 'Send queries by POST.');
    await reply.status(405).header('allow', 'POST').send(refusalBody(refusal));
  });
  return NestFactory.create<NestFastifyApplication>(GatewayModule.register(options), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
};
