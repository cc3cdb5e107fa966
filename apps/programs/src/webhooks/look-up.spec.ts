import { createSocket, type Socket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inTurn, lookUpInDns } from './look-up.js';

const never = new AbortController().signal;

describe('Looking up a name', () => {
  let silent: Socket;
  let asked: number;
  beforeEach(async () => {
    asked = 0;
    silent = createSocket('udp4', () => void (asked += 1));
    await new Promise<void>((bound) => silent.bind(0, '127.0.0.1', bound));
  });
  afterEach(() => new Promise<void>((closed) => void silent.close(() => closed())));

  it('ends when it is to end, and takes no thread of anybody, where a name server does not answer', async () => {
    const lookUp = lookUpInDns([`127.0.0.1:${silent.address().port}`]);
    const ending = new AbortController();
    let ended = 0;
    const looking = Array.from({ length: 12 }, async (_, number) => {
      await expect(lookUp(`hook-${number}.example`, ending.signal)).rejects.toMatchObject({
        code: 'ECANCELLED',
      });
      ended += 1;
    });
    expect((await readFile('package.json')).length).toBeGreaterThan(0);
    expect(ended).toBe(0);
    ending.abort();
    await Promise.all(looking);
    expect(asked).toBeGreaterThan(0);
  });

  it('goes on to the system where no name server knows it', async () => {
    const port = await closedPort();
    expect(await lookUpInDns([`127.0.0.1:${port}`])('hook.example', never)).toEqual([]);
  });

  it('takes no more threads than it may, and whoever waited too long for one looks nothing up', async () => {
    const answers: (() => void)[] = [];
    const lookedUp: string[] = [];
    const lookUp = inTurn((host) => {
      lookedUp.push(host);
      return new Promise((answer) => answers.push(() => answer([host])));
    }, 2);
    const late = new AbortController();
    const [a, b, c, d] = [
      lookUp('a', never),
      lookUp('b', never),
      lookUp('c', late.signal),
      lookUp('d', never),
    ];
    expect(lookedUp).toEqual(['a', 'b']);
    late.abort();
    const refused = expect(c).rejects.toThrow();
    answers.shift()!();
    expect(await a).toEqual(['a']);
    await refused;
    expect(lookedUp).toEqual(['a', 'b', 'd']);
    for (const answer of answers) answer();
    expect(await Promise.all([b, d])).toEqual([['b'], ['d']]);
  });
});

const closedPort = async (): Promise<number> => {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  await new Promise<void>((closed) => void socket.close(() => closed()));
  return port;
};
