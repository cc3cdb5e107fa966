import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version of the product, from the package that this file belongs to, wherever the build has put it. */
export const productVersion = (): string => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = versionIn(join(folder, 'package.json'));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return 'unknown';
  }
};

const versionIn = (file: string): string | undefined => {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
    return name === 'throughline' && typeof version === 'string' ? version : undefined;
  } catch {
    // There is none in this folder: the one above is looked at next.
    return undefined;
  }
};
