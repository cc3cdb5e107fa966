import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dutiesPage } from './duties-page.js';
import { ruleName } from './duty-rule.js';
import { dutyRules } from './rules/index.js';

const published = readFileSync(new URL('../../../../docs/duties.md', import.meta.url), 'utf8');

describe('the published table of duties', () => {
  it('is what the rules say; `npm run catalogue` renews it', () => {
    expect(published === dutiesPage()).toBe(true);
  });

  it('has a row for every rule, with its validity, strength and source', () => {
    for (const rule of dutyRules) {
      const row = published.split('\n').find((line) => line.includes(`\`${ruleName(rule)}\``));
      for (const words of [rule.from ?? '…', rule.until ?? 'now', rule.strength, rule.says, rule.source])
        expect(row).toContain(words);
    }
  });
});
