import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './pages.fixture.js';

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('npm ci on a fresh machine', () => {
  // npm 11 refuses a lock that lacks what only another kind of machine needs, and leaves it out where it cannot be had.
  it('finds in the lock what every kind of machine needs', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Readonly<Record<string, Locked>>;
    };
    const { packages } = lock;
    const isLocked = (at: string, name: string): boolean => {
      const above = at.lastIndexOf('/node_modules/');
      return (
        packages[`${at}/node_modules/${name}`]?.version !== undefined ||
        packages[`node_modules/${name}`]?.version !== undefined ||
        (above > 0 && isLocked(at.slice(0, above), name))
      );
    };
    const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(at, name)),
    );
    expect(missing).toEqual([]);
  });
});
