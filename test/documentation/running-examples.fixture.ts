import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pages, root } from './pages.fixture.js';

export interface Running {
  /** What it has said so far, on both outputs. */
  readonly said: () => string;
  /** Waits until it has said something; throws where it ends before that. */
  readonly says: (expected: RegExp) => Promise<RegExpExecArray>;
  /** Ends it with what it started, as `kill -9` does, and waits for the end. */
  readonly kill: () => Promise<void>;
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();

const signalled = (child: ChildProcess): void => {
  // The whole group: npx has a program below it.
  if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
};

export const killWhatRuns = (): void => {
  for (const child of running) signalled(child);
};

/** Runs a command as a shell would, with what the page leaves to the reader's own machine in the environment. */
export const runCommand = (
  command: string,
  env: Readonly<Record<string, string>>,
  folder: string = root,
): Running => {
  const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
  const child = spawn('bash', ['-c', command], {
    ...{ cwd: folder, env: { ...inherited, ...env }, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const says = async (expected: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const over = !running.has(child);
      const found = expected.exec(said);
      if (found !== null) return found;
      if (over) throw new Error(`${command} ended before it said ${expected.source}: ${said}`);
      await setTimeout(20);
    }
  };
  return {
    said: () => said,
    says,
    ended,
    kill: async () => {
      signalled(child);
      await ended;
    },
  };
};

/** The command that a page has for an example. */
export const commandOf = (example: string): string => {
  const [block] = pages.flatMap(({ blocks }) => blocks).filter(({ marks }) => marks.example === example);
  if (block === undefined) throw new Error(`No page has the example ${example}.`);
  return block.text.trim();
};

/** Every command of every page that begins with these words, each on one line. */
export const commandsWith = (begin: string): readonly (readonly [at: string, command: string])[] =>
  pages.flatMap(({ blocks }) =>
    blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ at, text }) =>
        text
          .replaceAll(/\\\n\s*/g, '')
          .split('\n')
          .filter((line) => line.startsWith(begin))
          .map((line) => [at, line] as const),
      ),
  );

export interface KeptLine {
  readonly id?: string;
  readonly kind?: string;
  readonly __typename?: string;
  readonly eventId?: string;
  readonly entry?: { readonly eventId: string };
  readonly data?: { readonly kind: string; readonly eventId: string };
}

/** The whole lines of a file that an example keeps; none where it has kept nothing yet. */
export const linesOf = (file: string): readonly KeptLine[] =>
  readFileSync(file, { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as KeptLine);

/** The events of which a subscriber still has something, by the file that an example keeps. */
export const eventsKept = (file: string): readonly string[] => {
  const events = new Set<string>();
  for (const { entry, eventId, data } of linesOf(file)) {
    if (entry !== undefined) events.add(entry.eventId);
    else if (data?.kind === 'entry') events.add(data.eventId);
    else if (data !== undefined) events.delete(data.eventId);
    else if (eventId !== undefined) events.delete(eventId);
  }
  return [...events].sort();
};
