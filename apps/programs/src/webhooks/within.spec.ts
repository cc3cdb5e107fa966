import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { within } from './within.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const aborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('aborted')));

describe('What is done for so long at the most', () => {
  it('is broken off in time, though garbage is collected meanwhile', async () => {
    const collecting = setInterval(collectGarbage, 5);
    try {
      expect(await within(100, new AbortController().signal, aborted)).toBe('aborted');
    } finally {
      clearInterval(collecting);
    }
  });

  it('is broken off when everything ends, and answers what it came to', async () => {
    const ending = new AbortController();
    const work = within(60_000, ending.signal, aborted);
    ending.abort();
    expect(await work).toBe('aborted');
    expect(await within(60_000, null, () => Promise.resolve('done'))).toBe('done');
  });
});
