/**
 * Says whether the client of the feed, and the descriptors that its server tells by reflection, are what buf makes of the
 * contract now; exit code 1 where they are not.
 * `npm run generate:client` makes them anew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = 'libs/feed-client/src/generated';
const descriptors = 'proto/throughline/feed/v1/descriptors.json';

const textsIn = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  );

/** The files of the client that are not what the contract makes them: changed, missing or left over. */
export const outdatedFilesOfClient = () => {
  const fresh = mkdtempSync(join(tmpdir(), 'feed-client-'));
  try {
    execFileSync('node_modules/.bin/buf', ['generate', '--output', fresh], { cwd: root, stdio: 'inherit' });
    const now = textsIn(join(fresh, committed));
    const before = textsIn(join(root, committed));
    return [...new Set([...now.keys(), ...before.keys()])].filter(
      (file) => now.get(file) !== before.get(file),
    );
  } finally {
    rmSync(fresh, { recursive: true });
  }
};

const descriptorsAreOutdated = () => {
  const what = ['--as-file-descriptor-set', '--exclude-source-info', '--output', '-#format=json'];
  const fresh = execFileSync('node_modules/.bin/buf', ['build', ...what], { cwd: root, encoding: 'utf8' });
  return readFileSync(join(root, descriptors), 'utf8').trim() !== fresh.trim();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdated = [...outdatedFilesOfClient(), ...(descriptorsAreOutdated() ? [descriptors] : [])];
  if (outdated.length > 0) {
    process.exitCode = 1;
    process.stderr.write(
      `Not what proto/ says: ${outdated.join(', ')}.\nMake it anew: npm run generate:client.\n`,
    );
  }
}
