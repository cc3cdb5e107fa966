import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const require = createRequire(import.meta.url);

/** Served from the installed packages, so that the page needs nothing from anywhere else. */
const assets: readonly { readonly of: string; readonly file: string; readonly type: string }[] = [
  { of: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  { of: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
  { of: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  { of: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
];

const page = readFileSync(new URL('graphiql.html', import.meta.url), 'utf8');
const ownScript = /<script>([^]*)<\/script>/.exec(page)?.[1] ?? '';

/** Its own script by digest and its own files; styles also where the editor writes them; connections only to here. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(ownScript).digest('base64')}'`,
  "style-src 'self' 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && url.split('?')[0] === '/graphql' && (headers.accept ?? '').includes('text/html');

/** Serves a page for browsers at `/graphql`, on which one can ask as any of the seeded people. */
export const serveGraphiqlPage = (server: FastifyInstance): void => {
  server.addHook('onRequest', async (request, reply) => {
    if (!wantsPage(request)) return;
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
    };
    await reply.headers(headers).send(page);
  });
  for (const { of, file, type } of assets) {
    const content = readFileSync(join(dirname(require.resolve(`${of}/package.json`)), file));
    server.get(`/graphql/assets/${basename(file)}`, (_request, reply) =>
      reply
        .headers({ 'content-type': `${type}; charset=utf-8`, 'cache-control': 'max-age=3600' })
        .send(content),
    );
  }
};
