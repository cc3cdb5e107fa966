import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startProgram, type Program } from './program.fixture.js';

export const canTrace = spawnSync('strace', ['-D', '-f', '-o', '/dev/null', 'true']).status === 0;

/**
 * Something that the process asked of the system, as far as it matters here. `log` and `key` are the write-ahead logs, to
 * which events and data keys are committed; `log-file` and `key-file` are the files into which these are copied.
 */
type File = 'log' | 'log-file' | 'key' | 'key-file';
export type Call = `${File}-write` | `${File}-sync` | 'answer';

/** A system call that fails from its so-many-eth use on one file; the disk stays broken, or is well again after one. */
export interface Fault {
  readonly file: string;
  readonly calls: 'fsync,fdatasync' | 'pwrite64';
  readonly error: 'EIO' | 'ENOSPC';
  readonly first: number;
  readonly once?: boolean;
}

export const faulted = (
  dataFolder: string,
  { file, calls, error, first, once = false }: Fault,
): Promise<Program> =>
  startProgram({
    dataFolder,
    under: [
      ...['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-P', file, '-e', `trace=${calls}`],
      ...['-e', `inject=${calls}:error=${error}:when=${first}${once ? '' : '+'}`],
    ],
  });

/** The process with every write, sync and answer of it written down in a file. */
export const traced = (dataFolder: string, output: string): Promise<Program> =>
  startProgram({
    dataFolder,
    under: [
      ...['strace', '-D', '-f', '-qq', '-y', '-s', '16', '-o', output],
      ...['-e', 'trace=fsync,fdatasync,pwrite64,write,writev'],
    ],
  });

const files: readonly (readonly [RegExp, File])[] = [
  [/events\.sqlite-wal$/, 'log'],
  [/events\.sqlite$/, 'log-file'],
  [/data-keys\.sqlite-wal$/, 'key'],
  [/data-keys\.sqlite$/, 'key-file'],
];

const kindOf = (line: string): Call | null => {
  const [, call = '', file = ''] = /^\d+ +(\w+)\(\d+<([^>]*)>/.exec(line) ?? [];
  if (/HTTP\/1\.1 /.test(line)) return 'answer';
  const of = files.find(([name]) => name.test(file))?.[1];
  if (of === undefined) return null;
  return call === 'pwrite64' ? `${of}-write` : `${of}-sync`;
};

/**
 * The calls in order. A write and an answer stand where they begin, a sync where it has ended well: so a sync that stands
 * between them has kept the one before the other leaves.
 */
export const callsIn = (output: string): readonly Call[] => {
  const calls: Call[] = [];
  const unfinished = new Map<string, Call>();
  for (const line of readFileSync(output, 'utf8').split('\n')) {
    const [thread = ''] = line.split(' ');
    const resumed = / <\.\.\. f(data)?sync resumed>/.test(line) ? unfinished.get(thread) : undefined;
    if (resumed !== undefined) {
      unfinished.delete(thread);
      if (line.endsWith('= 0')) calls.push(resumed);
      continue;
    }
    const kind = kindOf(line);
    if (kind === null) continue;
    const isSync = kind.endsWith('-sync');
    if (isSync && line.endsWith('<unfinished ...>')) unfinished.set(thread, kind);
    else if (!isSync || line.endsWith('= 0')) calls.push(kind);
  }
  return calls;
};

/** How often a call was made on one file before the so-many-eth answer. */
export const usesBefore = (calls: readonly Call[], kind: Call, answers: number): number => {
  let seen = 0;
  let uses = 0;
  for (const call of calls) {
    if (call === 'answer' && (seen += 1) === answers) return uses;
    if (call === kind) uses += 1;
  }
  throw new Error(`The trace has ${seen} answers and not ${answers}.`);
};
