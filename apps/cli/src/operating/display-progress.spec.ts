import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from '@jest/globals';
import { displayProgress, type Progressed } from './display-progress.js';

const pieces = (first: number, second: number): readonly Progressed[] => [
  { name: 'timeline-0', taken: first, of: 100, done: first === 100 },
  { name: 'access-log-0', taken: second, of: 20, done: second === 20 },
];

const onAScreen = () => {
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  let drawn = '';
  screen.setEncoding('utf8').on('data', (text: string) => (drawn += text));
  return { screen: screen as unknown as WriteStream, drawn: () => drawn };
};

describe('the progress of a rebuild', () => {
  it('is a bar for each slot and one for all, where there is a screen', () => {
    const { screen, drawn } = onAScreen();
    const display = displayProgress(screen, () => undefined, 'events');
    display.show(pieces(0, 0));
    display.show(pieces(40, 20));
    display.end();
    expect(drawn()).toMatch(/timeline-0 +\S+ 40 % \| 40 of 100 events/);
    expect(drawn()).toMatch(/access-log-0 +\S+ 100 % \| 20 of 20 events/);
    expect(drawn()).toMatch(/in all +\S+ 50 % \| 60 of 120 events/);
  });

  it('is a line for each tenth and each slot that is done, where the output goes to a file', () => {
    const lines: string[] = [];
    const display = displayProgress(null, (text) => lines.push(text), 'events');
    for (const [first, second] of [
      [0, 0],
      [1, 0],
      [14, 0],
      [15, 20],
      [100, 20],
    ] as const)
      display.show(pieces(first, second));
    expect(lines).toEqual([
      '0 of 120 events; done: 0 of 2\n',
      '14 of 120 events; done: 0 of 2\n',
      '35 of 120 events; done: 1 of 2\n',
      '120 of 120 events; done: 2 of 2\n',
    ]);
  });

  it('ends at the whole, also where the new view holds fewer events than the old one did', () => {
    const lines: string[] = [];
    displayProgress(null, (text) => lines.push(text), 'events').show([
      { name: 'timeline-0', taken: 0, of: 80, done: true },
    ]);
    expect(lines).toEqual(['80 of 80 events; done: 1 of 1\n']);
  });
});
