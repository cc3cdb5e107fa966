#!/usr/bin/env node
import 'reflect-metadata';
import { ConfigurationRefused, readConfiguration } from '#platform';
import { operate, taskFor } from './operating/operate.js';
import { isQuestion, run, usage } from './run.js';

const write = (text: string) => void process.stdout.write(text);
const complain = (text: string) => void process.stderr.write(text);
const words = process.argv.slice(2);
const [name = ''] = words;

const screen = process.stdout.isTTY ? process.stdout : null;

const asked = (): Promise<number> => {
  const { host, port } = readConfiguration(process.env, process.cwd());
  const address = `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`;
  return run(words, { address, write, workingFolder: process.cwd(), screen, interruption });
};

/** Aborts at Ctrl-C, once: the next one ends the process as usual. */
const interruption = (): AbortSignal => {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  return interrupted.signal;
};

const answered = async (): Promise<number> => {
  if (['help', '--help', '-h'].includes(name)) {
    write(usage());
    return 0;
  }
  const task = taskFor(words);
  if (task !== undefined) {
    const terminal = { environment: process.env, workingFolder: process.cwd() };
    return operate(task, { ...terminal, write, complain, screen, interruption });
  }
  if (isQuestion(name)) return asked();
  complain(usage());
  return 2;
};

try {
  process.exitCode = await answered();
} catch (problem) {
  if (!(problem instanceof ConfigurationRefused)) throw problem;
  complain(`${problem.message}\n`);
  process.exitCode = 1;
}
