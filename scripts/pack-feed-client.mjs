/**
 * Makes of `libs/feed-client` a package that a project outside this repository can install, with its types:
 * `dist/throughline-feed-client-<version>.tgz`. It imports nothing of the product.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist', 'feed-client');
const { version, engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const needed = ['@bufbuild/protobuf', '@grpc/grpc-js'];

const description = {
  ...{ name: '@throughline/feed-client', version, type: 'module', engines },
  description: 'Follows the feed of Throughline over gRPC.',
  exports: './lib/index.js',
  files: ['lib'],
  // Of the same major version as those that it is tested with.
  dependencies: Object.fromEntries(needed.map((name) => [name, `^${dependencies[name]}`])),
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const source = join(root, 'libs', 'feed-client', 'src');
const project = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: {
    ...{ rootDir: source, outDir: join(folder, 'lib'), declaration: true },
    ...{ sourceMap: false, incremental: false, typeRoots: [join(root, 'node_modules', '@types')] },
  },
  include: [source],
  exclude: [join(source, '**', '*.spec.ts'), join(source, '**', '*.fixture.ts')],
};
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
  stdio: 'inherit',
});
execFileSync('npm', ['pack', '--silent', '--pack-destination', join(root, 'dist')], {
  cwd: folder,
  stdio: 'inherit',
});
