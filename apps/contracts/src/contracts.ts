import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the repository: every command here is run from it by npm. */
export const root = resolve('.');

/** Where each contract stands, and where what was last released of it stands. */
export const places = {
  sdl: { published: 'docs/schema.graphql', released: 'proto/released/schema.graphql' },
  asyncapi: { published: 'docs/asyncapi.yaml', released: 'proto/released/asyncapi.yaml' },
  proto: { released: 'proto/released/feed.json' },
  events: { published: 'proto/events', released: 'proto/released/events.json' },
} as const;

/** What others build on, as texts. */
export interface Contracts {
  /** The GraphQL schema. */
  readonly sdl: string;
  /** The AsyncAPI document, as YAML. */
  readonly asyncapi: string;
  /** A buf image of the protocol buffers, as JSON: the descriptors without their comments. */
  readonly proto: string;
  /** For each event schema, by the name of its file, the SHA-256 of its text. */
  readonly events: Readonly<Record<string, string>>;
}

export const textAt = (path: string): string => readFileSync(join(root, path), 'utf8');

export const buf = (...args: readonly string[]): string =>
  execFileSync(join(root, 'node_modules/.bin/buf'), args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

/** The image of the protocol buffers in a folder, or in `proto/`. */
export const protoImage = (folder = '.'): string =>
  buf('build', folder, '--exclude-source-info', '--output', '-#format=json');

const digestsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(textAt(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** What stands in the repository now. */
export const publishedContracts = (): Contracts => ({
  sdl: textAt(places.sdl.published),
  asyncapi: textAt(places.asyncapi.published),
  proto: protoImage(),
  events: digestsIn(places.events.published),
});

/** What was last released. */
export const releasedContracts = (): Contracts => ({
  sdl: textAt(places.sdl.released),
  asyncapi: textAt(places.asyncapi.released),
  proto: textAt(places.proto.released),
  events: JSON.parse(textAt(places.events.released)) as Readonly<Record<string, string>>,
});
