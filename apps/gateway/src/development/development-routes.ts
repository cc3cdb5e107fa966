import type { FastifyInstance } from 'fastify';
import { refusalBody } from '../errors/http-refusals.js';
import { invalid, notFound } from '../errors/refusal.js';
import type { DevelopmentIssuer } from '../ports.js';
import { serveGraphiqlPage } from './graphiql-page.js';

/**
 * Lets anybody be any of the seeded people. It is there only where a development issuer is, and that starts only where
 * nobody but this machine can ask.
 */
export const serveDevelopment = (server: FastifyInstance, issuer: DevelopmentIssuer): void => {
  serveGraphiqlPage(server);
  server.get('/dev/people', async () => ({ people: await issuer.people() }));
  server.post('/dev/tokens', async (request, reply) => {
    const { body } = request;
    const handle = typeof body === 'object' && body !== null && 'person' in body ? body.person : undefined;
    if (typeof handle !== 'string') {
      return reply
        .status(400)
        .send(refusalBody(invalid('person', 'must be the handle of one of /dev/people')));
    }
    const token = await issuer.tokenFor(handle);
    return token === undefined ? reply.status(404).send(refusalBody(notFound())) : { token };
  });
};
