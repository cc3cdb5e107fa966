import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A fenced block of a page: what stands behind its three backticks, and its lines. */
export interface Block {
  /** File and line, e.g. `README.md:42`. */
  readonly at: string;
  readonly language: string;
  /** What stands behind the language as `name=value`. */
  readonly marks: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Page {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const fence = /^```([a-z]+)((?: [a-z]+=\S+)*)\n([\s\S]*?)^```$/gm;

export const pageFrom = (file: string, text: string): Page => ({
  file,
  text,
  blocks: [...text.matchAll(fence)].map(([, language = '', marks = '', body = ''], _index, all) => {
    const { index } = all[_index]!;
    return {
      at: `${file}:${text.slice(0, index).split('\n').length}`,
      language,
      marks: Object.fromEntries(
        marks
          .trim()
          .split(' ')
          .filter(Boolean)
          .map((mark) => mark.split('=') as [string, string]),
      ),
      text: body,
    };
  }),
});

/** Pages that are written by hand; the event catalogue and the schema are generated, and have tests of their own. */
export const pages: readonly Page[] = [
  'README.md',
  'proto/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && entry.name !== 'event-catalogue.md')
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
]
  .sort()
  .map((file) => pageFrom(file, readFileSync(join(root, file), 'utf8')));
