import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as after } from 'node:timers/promises';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const stamp = join(repository, 'dist', '.built-for-tests');
const lock = join(repository, '.cache', 'building');
export const program = join(repository, 'dist', 'apps', 'standalone', 'src', 'main.js');

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const lastChange = (): number =>
  ['apps', 'libs', 'test/log-server', 'package.json', 'tsconfig.base.json', 'tsconfig.build.json', 'scripts']
    .map((name) => join(repository, name))
    .flatMap((path) =>
      statSync(path).isFile()
        ? [path]
        : readdirSync(path, { recursive: true, encoding: 'utf8' }).map((one) => join(path, one)),
    )
    .filter((path) => !/\.(spec|fixture)\.ts$/.test(path))
    .reduce((latest, path) => Math.max(latest, changedAt(path)), 0);

const run = (script: readonly string[]): void => {
  const { status, stdout, stderr } = spawnSync(process.execPath, script, {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`The build failed: ${script.join(' ')}\n${stdout}${stderr}`);
};

/**
 * Does what must be done once, and by one alone: test files run in processes of their own, so a folder is the lock.
 * Nobody may start a program that another is writing.
 */
export const once = async (isDone: () => boolean, work: () => Promise<void> | void): Promise<void> => {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
      // Whoever had it died a while ago: a build takes some ten seconds.
      if (changedAt(lock) < Date.now() - 180_000) rmdirSync(lock);
      await after(50);
    }
  }
  try {
    if (!isDone()) await work();
  } finally {
    rmdirSync(lock);
  }
};

/** When the program was last built for a test; what was made with an older one is stale. */
export const builtAt = (): number => changedAt(stamp);

/** Builds the program as `npm run build` does, where a source is newer than the last build for a test. */
export const builtProgram = async (): Promise<string> => {
  const isBuilt = () => builtAt() > lastChange() && changedAt(program) > 0;
  await once(isBuilt, () => {
    const begun = new Date();
    run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
    run(['scripts/copy-assets.mjs']);
    writeFileSync(stamp, '');
    // A source that was changed meanwhile is newer than this.
    utimesSync(stamp, begun, begun);
  });
  return program;
};
