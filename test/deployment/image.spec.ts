import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { filesBelow, isThere, text } from './files.fixture.js';

const file = DockerfileParser.parse(text('deploy/Dockerfile'));

const of = (dockerfile: Dockerfile, keyword: string): readonly string[] =>
  dockerfile
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArgumentsContent() ?? '');

/** What the last stage is built on and says of itself; a stage on another of the file begins with what that one says. */
const lastStage = (dockerfile: Dockerfile) => {
  const instructions = dockerfile.getInstructions();
  const from = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  return instructions.slice(from);
};

describe('the image', () => {
  it('is written as its builder understands it', () => {
    expect(validate(text('deploy/Dockerfile'))).toEqual([]);
    expect(validate('FROM node\nUSR node\n').length).toBeGreaterThan(0);
  });

  it('stands on bases that are pinned to a version', () => {
    const stages = new Set(file.getFROMs().map((from) => from.getBuildStage()));
    const bases = file
      .getFROMs()
      .map((from) => from.getImage() ?? '')
      .filter((base) => !stages.has(base));
    expect(bases).toEqual([expect.stringMatching(/^node:24\.\d+\.\d+-bookworm-slim$/)]);
  });

  it('does not run as root, and says so by number', () => {
    const users = lastStage(file)
      .filter((instruction) => instruction.getKeyword() === 'USER')
      .map((instruction) => instruction.getArgumentsContent());
    expect(users).toEqual(['1000:1000']);
    const afterUser = lastStage(file).slice(
      lastStage(file).findIndex((instruction) => instruction.getKeyword() === 'USER'),
    );
    expect(afterUser.map((instruction) => instruction.getKeyword())).not.toContain('COPY');
  });

  it('installs exactly what the lock names', () => {
    const installs = of(file, 'RUN').filter((run) => run.includes('npm') && !run.includes('npm run'));
    expect(installs).toHaveLength(2);
    for (const install of installs) expect(install).toMatch(/^npm ci /);
    const copied = of(file, 'COPY').filter((copy) => copy.includes('package-lock.json'));
    expect(copied).toHaveLength(2);
  });

  it('carries into the last stage only the program and what it needs to run', () => {
    const copies = lastStage(file)
      .filter((instruction) => instruction.getKeyword() === 'COPY')
      .map((instruction) => instruction.getTextContent().replace(/^COPY /, ''));
    expect(copies).toEqual([
      '--from=dependencies /throughline/node_modules ./node_modules',
      '--from=build /throughline/dist ./dist',
      'package.json ./',
    ]);
  });

  it('holds no secret', () => {
    expect(`${of(file, 'ENV').join(' ')} ${of(file, 'ARG').join(' ')}`).not.toMatch(
      /password|secret|token|_url/i,
    );
    expect(text('deploy/Dockerfile.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.env', '.git', 'data']),
    );
  });

  it('says what it is', () => {
    const labels = of(file, 'LABEL').join(' ');
    for (const label of ['title', 'description', 'version', 'revision', 'base.name'])
      expect(labels).toContain(`org.opencontainers.image.${label}=`);
    expect(labels).toContain(`"docker.io/library/${file.getFROMs()[0]!.getImage()}"`);
    const { version } = JSON.parse(text('package.json')) as { version: string };
    expect(of(file, 'ARG')).toContain(`VERSION=${version}`);
  });

  it('starts programs that are there', () => {
    const started = [...text('deploy/Dockerfile').matchAll(/dist\/(apps\/[\w/-]+)\.js/g)].map(
      ([, path]) => `${path}.ts`,
    );
    expect(started.length).toBeGreaterThanOrEqual(4);
    expect(started.filter((path) => !isThere(path))).toEqual([]);
  });

  it('is asked for its health at the port that it was given', () => {
    const [check = ''] = of(file, 'HEALTHCHECK');
    const command = JSON.parse(check.slice(check.indexOf('['))) as readonly string[];
    const script = command[2]!;
    expect(command.slice(0, 2)).toEqual(['node', '-e']);
    // The script itself, in front of one who answers 200 to the right question and nobody else.
    const asked = (answer: number, port: string) => `
      const { createServer } = require('node:http');
      const server = createServer((request, response) => {
        response.statusCode = request.url === '/health/ready' ? ${answer} : 404;
        response.end();
      }).listen(0, '127.0.0.1', () => {
        process.env.PORT = ${port};
        ${script}
      });`;
    const exit = (answer: number, port = 'String(server.address().port)'): number => {
      try {
        execFileSync('node', ['-e', asked(answer, port)], { stdio: 'ignore', timeout: 10_000 });
        return 0;
      } catch (failure) {
        return (failure as { status: number }).status;
      }
    };
    expect(exit(200)).toBe(0);
    expect(exit(503)).toBe(1);
    expect(exit(200, '"1"')).toBe(1);
  });

  it('has no file beside it that nothing names', () => {
    const named = [
      text('docker-compose.yml'),
      text('deploy/compose/three-nodes.yml'),
      text('docs/operate/README.md'),
    ].join('\n');
    const unnamed = filesBelow('deploy')
      .filter((path) => /^deploy\/(compose|keycloak|watch\/[^/]+$)/.test(path))
      .filter((path) => !named.includes(path));
    expect(unnamed).toEqual([]);
  });
});
