/**
 * Says whether the client of the feed is what `buf generate` makes of the contract now; exit code 1 where it is not.
 * `npm run generate:client` makes it anew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = 'libs/feed-client/src/generated';

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdated = outdatedFilesOfClient();
  if (outdated.length > 0) {
    process.exitCode = 1;
    process.stderr.write(
      `The client of the feed is not what proto/ says: ${outdated.join(', ')}.\nMake it anew: npm run generate:client.\n`,
    );
  }
}
