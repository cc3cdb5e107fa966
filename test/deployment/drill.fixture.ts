import { spawnSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { postgresServer } from '#platform/testing';
import { pages } from '../documentation/pages.fixture.js';
import { root } from './files.fixture.js';

/** Whether the drills can be tried here: with a PostgreSQL and its tools. */
export const canDrill = postgresServer !== undefined && spawnSync('pg_dump', ['--version']).status === 0;

/** The command that the pages give for a step, as it stands there. */
const commandFor = (drill: string): string => {
  const commands = pages.flatMap(({ text }) =>
    [...text.matchAll(/^( *)```sh drill=([a-z-]+)\n([\s\S]*?)^ *```$/gm)]
      .filter(([, , step]) => step === drill)
      .map(([, indent = '', , body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), '')),
  );
  expect([drill, commands.length]).toEqual([drill, 1]);
  return commands[0]!;
};

/** Runs a step as a page gives it: in a folder that has `backup`, or in the repository where it names a file of that. */
export const runStep = (drill: string, databaseUrl: string, folder: string): void => {
  const command = commandFor(drill);
  const { status, stderr } = spawnSync('bash', ['-euc', command], {
    cwd: command.includes('deploy/') ? root : folder,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  expect([drill, status, stderr]).toEqual([drill, 0, expect.not.stringContaining('ERROR')]);
};
