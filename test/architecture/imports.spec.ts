import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const run = promisify(execFile);

interface Cruised {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Cruises the apps and libs of a checkout by the project's own rules. */
const violations = async (checkout: string): Promise<readonly string[]> => {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = [
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    'apps',
    'libs',
  ];
  const { stdout } = await run(process.execPath, [cruiser, ...options], {
    cwd: checkout,
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((problem: { stdout?: string }) => {
    // It ends with the number of violations as its exit code; what it found is on its output all the same.
    if (problem.stdout) return { stdout: problem.stdout };
    throw problem;
  });
  const { summary } = JSON.parse(stdout) as Cruised;
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
};

/** A checkout of a few files, to see that a rule can be broken. */
const checkoutOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'checkout-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  await symlink(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
};

describe('the order of imports', () => {
  it('runs downwards in the whole product, without a circle, and enters a library by its index', async () => {
    expect(await violations(root)).toEqual([]);
  }, 120_000);

  it.each([
    [
      'casework-imports-downwards',
      {
        'libs/casework/src/index.ts': "export * from '../../recording/src/index.js';",
        'libs/recording/src/index.ts': 'export const a = 1;',
      },
    ],
    [
      'recording-imports-downwards',
      {
        'libs/recording/src/index.ts': "export * from '../../read-models/src/index.js';",
        'libs/read-models/src/index.ts': 'export const a = 1;',
      },
    ],
    [
      'libraries-are-entered-by-their-index',
      {
        'libs/recording/src/index.ts': "export * from '../../kernel/src/ids.js';",
        'libs/kernel/src/ids.ts': 'export const a = 1;',
      },
    ],
    [
      'only-the-event-store-knows-kurrentdb',
      { 'libs/recording/src/index.ts': "export * from '@kurrent/kurrentdb-client';" },
    ],
    ['only-the-platform-knows-postgres', { 'libs/read-models/src/index.ts': "export * from 'pg';" }],
    [
      'only-sealing-knows-key-services',
      { 'libs/recording/src/index.ts': "export * from '@aws-sdk/client-kms';" },
    ],
    ['only-documents-know-how-files-are-made', { 'libs/read-models/src/index.ts': "export * from 'yazl';" }],
    ['the-domain-is-pure', { 'libs/casework/src/index.ts': "export * from 'node:fs';" }],
  ])(
    'is held by the rule %s, which can be broken',
    async (rule, files) => {
      const folder = await checkoutOf({ 'apps/a.ts': 'export const a = 1;', ...files });
      try {
        const found = await violations(folder);
        expect(found.some((violation) => violation.startsWith(rule))).toBe(true);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    60_000,
  );
});
