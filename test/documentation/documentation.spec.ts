import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { purposes, type Purpose } from '#casework';
import { settings, type Setting } from '#platform';
import { run } from '../../apps/cli/src/index.js';
import { startThroughline, type Embedded } from '../throughline.fixture.js';
import { pageFrom, pages, root, type Block, type Page } from './pages.fixture.js';
import { remembering, wordsOf } from './shown.fixture.js';

const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

const runnable = ({ language, marks }: Block) => language === 'console' || marks.ask !== undefined;
const named = (file: string) => [file, pages.find((page) => page.file === file)!] as const;

let throughline: Embedded;
let workingFolder: string;
beforeAll(async () => {
  workingFolder = await mkdtemp(join(tmpdir(), 'throughline-documentation-'));
  throughline = await startThroughline();
}, 120_000);
afterAll(async () => {
  await throughline.close();
  await rm(workingFolder, { recursive: true });
});

/** Runs `npm run -s …` of the command line in this process, and `sha256sum FILE`; every other command is refused here. */
const commandLine = async (command: string): Promise<string> => {
  const [npm, runs, quietly, script = '', ...words] = wordsOf(command);
  const args = words[0] === '--' ? words.slice(1) : words;
  if (/^sha256sum [\w.-]+$/.test(command)) {
    const { stdout } = await promisify(execFile)('sha256sum', [runs ?? ''], { cwd: workingFolder });
    return stdout;
  }
  if ([npm, runs, quietly].join(' ') !== 'npm run -s' || !scripts[script]?.includes('/apps/cli/'))
    throw new Error(`A page shows the output of a command that cannot be tried here: ${command}`);
  let output = '';
  await run([script, ...args], {
    ...{ address: throughline.address, workingFolder, screen: null },
    interruption: () => new AbortController().signal,
    write: (text) => (output += text),
  });
  return output;
};

const purposeOf = (mark: string | undefined): Purpose | null =>
  purposes.find((purpose) => purpose === mark) ?? null;

/** Sends every question of a page in their order, and holds each answer to what the page shows. */
const retrace = async ({ blocks }: Page): Promise<void> => {
  const { filledIn, expected } = remembering();
  for (const [index, { at, language, marks, text }] of blocks.entries()) {
    if (language === 'console') {
      for (const piece of text.split(/^\$ /m).slice(1)) {
        const [command = '', ...shown] = piece.split(/(?<!\\)\n/);
        const answered = await commandLine(filledIn(command));
        expect([at, answered]).toEqual([at, expected(shown.join('\n'), answered)]);
      }
    }
    if (marks.ask !== undefined) {
      const shown = blocks[index + 1];
      if (shown?.language !== 'json') throw new Error(`${at} shows no answer.`);
      const answer = await throughline.ask({
        as: marks.ask,
        purpose: purposeOf(marks.purpose),
        query: filledIn(text),
      });
      const pretty = (json: string) => JSON.stringify(JSON.parse(json), null, 2);
      const answered = pretty(answer.body);
      expect([at, answered]).toEqual([at, expected(pretty(shown.text), answered)]);
    }
  }
};

describe('the documentation', () => {
  it.each(pages.filter(({ blocks }) => blocks.some(runnable)).map(({ file }) => named(file)))(
    'shows in %s what is really answered',
    async (_file, page) => retrace(page),
    120_000,
  );

  it('shows in README.md commands for curl that are answered', async () => {
    const block = pages
      .find(({ file }) => file === 'README.md')!
      .blocks.find(({ language, text }) => language === 'sh' && text.includes('curl '))!;
    const commands = block.text.replaceAll('http://127.0.0.1:4000', throughline.address);
    const { stdout } = await promisify(execFile)('bash', ['-c', commands]);
    expect(JSON.parse(stdout)).toMatchObject({ data: { cases: { edges: expect.any(Array) as unknown } } });
  });

  it('can be found out when it shows what is not answered', async () => {
    const wrong =
      '```graphql ask=grace-northbridge\n{ me { person } }\n```\n\n```json\n{ "data": {} }\n```\n';
    await expect(retrace(pageFrom('wrong.md', wrong))).rejects.toThrow('grace-northbridge');
  });

  it.each(pages.map(({ file }) => named(file)))(
    'quotes in %s what stands in the files',
    (_file, { blocks }) => {
      for (const { at, marks, text } of blocks) {
        if (marks.quote === undefined) continue;
        const quoted = text.split(/^[ /]*…\n/m);
        const source = readFileSync(join(root, marks.quote), 'utf8');
        expect([at, ...quoted.filter((piece) => !source.includes(piece))]).toEqual([at]);
      }
    },
  );

  it.each(pages.map(({ file }) => named(file)))('links in %s to what is there', (file, { text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to]) =>
      join(dirname(file), to!),
    );
    const paths = [...text.matchAll(/`((?:apps|libs|docs|proto|deploy|test|scripts)\/[\w./-]*)`/g)].map(
      ([, path]) => path!,
    );
    expect([...links, ...paths].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(pages.map(({ file }) => named(file)))(
    'names in %s no script that is not there',
    (_file, { text }) => {
      const asked = [...text.matchAll(/npm run (?:-s )?([a-z]+(?::[a-z]+)*)/g)].map(([, script]) => script!);
      expect(asked.filter((script) => scripts[script] === undefined)).toEqual([]);
    },
  );

  it('lists every setting as the program has it', () => {
    const rows = Object.entries<Setting<unknown>>(settings).map(
      ([name, { mustBe, otherwise, means }]) =>
        `| \`${name}\` | ${means} | ${mustBe} | ${otherwise === null ? '' : `\`${JSON.stringify(otherwise).replaceAll('"', '')}\``} |`,
    );
    const table = ['| name | what for | must be | otherwise |', '|---|---|---|---|', ...rows].join('\n');
    expect(pages.find(({ file }) => file === 'README.md')!.text).toContain(table);
  });

  it('says nothing of the machine on which it was written', () => {
    const told = /\/(?:work|home|root|dev\/shm|tmp)\/|\bregistry\.npmjs/;
    expect(pages.filter(({ text }) => told.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
