import { describe, expect, it } from '@jest/globals';
import { alarmKinds } from '../../apps/observation/src/index.js';
import { filesBelow, text } from '../deployment/files.fixture.js';

const page = text('docs/watch-it.md');

const metrics = ['apps', 'libs']
  .flatMap(filesBelow)
  .filter((file) => /(?<!\.spec|\.fixture)\.ts$/.test(file))
  .flatMap((file) => [...text(file).matchAll(/name: '(throughline_[a-z_]+)'/g)].map(([, name]) => name!));

/** A name in full, or the end of one whose beginning stands before it, as in `…_hits_total` and `_misses_total`. */
const isNamed = (metric: string): boolean =>
  page.includes(metric) ||
  [...page.matchAll(/`(_[a-z_]+)`/g)].some(([, end]) => metric.endsWith(end!) && end!.split('_').length > 2);

describe('the page on what to watch', () => {
  it('names every metric that the programs have, and no other', () => {
    expect(metrics.length).toBeGreaterThan(20);
    expect(metrics.filter((metric) => !isNamed(metric))).toEqual([]);
    const named = [...page.matchAll(/`?(throughline_[a-z_]+)/g)].map(([, name]) => name!);
    const known = (name: string) => metrics.includes(name.replace(/_(?:count|bucket|sum)$/, ''));
    expect(named.filter((name) => !known(name))).toEqual([]);
  });

  it('says of every alarm what to do', () => {
    expect(alarmKinds.filter((kind) => !page.includes(`| \`${kind}\` |`))).toEqual([]);
  });
});
