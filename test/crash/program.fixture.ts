import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { cp, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtAt, builtProgram, once, program, repository } from './build.fixture.js';

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program in a process of its own, as `npm start` runs it. */
export interface Program {
  readonly pid: number;
  /** Resolves with its address when it listens; rejects where it ended before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<Ended>;
  /** What it has said on standard output so far. */
  readonly stdout: () => string;
  /** What it has said on standard error so far. */
  readonly stderr: () => string;
  /** Ends it as a power switch would, and waits for the end. */
  readonly kill: () => Promise<Ended>;
  /** Asks it to stop, and waits for the end. */
  readonly stop: () => Promise<Ended>;
}

export interface ProgramOptions {
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that runs it, e.g. a tracer. */
  readonly under?: readonly string[];
}

export interface LaunchOptions {
  /** What node runs, with its arguments. */
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly under?: readonly string[];
  /** How it says where it listens. */
  readonly listens?: RegExp;
  /** Given what it says on standard error, as it says it. */
  readonly said?: (text: string) => void;
}

const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export const killWhatIsLeft = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

export const startProgram = async (options: ProgramOptions): Promise<Program> => {
  await builtProgram();
  return launchStandalone(options);
};

const launchStandalone = ({ dataFolder, env = {}, under = [] }: ProgramOptions): Program =>
  launch({ script: [program], env: { PORT: '0', FEED_PORT: '0', DATA_DIR: dataFolder, ...env }, under });

/** Runs a built program in a process of its own. */
export const launch = ({
  script,
  env,
  under = [],
  said = () => undefined,
  listens = /http:\/\/127\.0\.0\.1:\d+/,
}: LaunchOptions): Program => {
  const [command = '', ...rest] = [...under, process.execPath, ...script];
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('THROUGHLINE_') && name !== 'NODE_OPTIONS',
    ),
  );
  const child = spawn(command, rest, {
    cwd: tmpdir(),
    env: { ...inherited, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    said(text);
  });
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const address = listens.exec(stdout)?.[0];
      if (address !== undefined) resolve(address);
    });
    void ended.then(
      (end) => reject(new Error(`It ended before it listened: ${JSON.stringify(end)}`)),
      reject,
    );
  });
  listening.catch(() => undefined);
  const signalled = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    listening,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: signalled('SIGKILL'),
    stop: signalled('SIGTERM'),
  };
};

/** By its real path, as a tracer names it. */
export const newFolder = async (): Promise<string> =>
  realpath(await mkdtemp(join(tmpdir(), 'throughline-crash-')));

export const copyOf = async (folder: string): Promise<string> => {
  const copy = await newFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
};

export const remove = (...folders: readonly string[]): Promise<unknown> =>
  Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));

const madeBefore = join(repository, '.cache', 'sample-folder');

/** A stopped folder with the sample cases in it. They are loaded once for each build of the program. */
export const sampleFolder = async (): Promise<string> => {
  await builtProgram();
  const isMade = () => (statSync(madeBefore, { throwIfNoEntry: false })?.mtimeMs ?? 0) > builtAt();
  await once(isMade, async () => {
    const draft = `${madeBefore}.draft`;
    await remove(madeBefore, draft);
    // Where the tests have their folders nobody waits for a disk, and loading syncs each event.
    const loaded = await newFolder();
    const { listening, stop } = launchStandalone({ dataFolder: loaded });
    await listening;
    const { code, stderr } = await stop();
    if (code !== 0) throw new Error(`The samples could not be loaded: ${stderr}`);
    await cp(loaded, draft, { recursive: true });
    await remove(loaded);
    await rename(draft, madeBefore);
  });
  return copyOf(madeBefore);
};
