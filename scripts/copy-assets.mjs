// The build puts beside the compiled program what it reads at run time: policy texts, sample cases, pages, the feed's descriptors.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

const assets = (folder, extensions) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    : [];

const sources = readdirSync(join(root, 'libs')).map((library) => join(root, 'libs', library, 'src'));
const wanted = [
  ...sources.flatMap((source) => assets(source, ['.cedar', '.cedarschema'])),
  ...assets(join(root, 'apps'), ['.yaml', '.html']),
  ...assets(join(root, 'proto', 'throughline'), ['.json']),
];

// A policy that was taken out of the sources must not go on deciding from the build of yesterday.
for (const stale of [
  ...assets(join(dist, 'libs'), ['.cedar', '.cedarschema']),
  ...assets(join(dist, 'apps'), ['.yaml', '.html']),
  ...assets(join(dist, 'proto'), ['.proto', '.json']),
]) {
  if (!wanted.includes(relative('dist', stale))) rmSync(join(root, stale));
}
for (const asset of wanted) cpSync(join(root, asset), join(dist, asset));
