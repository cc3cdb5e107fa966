import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export const text = (file: string): string => readFileSync(join(root, file), 'utf8');
export const isThere = (file: string): boolean => existsSync(join(root, file));

/** Every file below a folder, relative to the repository, in the order of their names. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();

export const yaml = (file: string): unknown => parse(text(file), { merge: true });

export const yamlDocuments = (file: string): readonly unknown[] =>
  parseAllDocuments(text(file), { merge: true }).map((document) => document.toJS() as unknown);

/** The heading of a page as a link to it has it. */
export const anchors = (page: string): readonly string[] =>
  [...text(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
