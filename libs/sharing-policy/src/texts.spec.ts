import { describe, expect, it } from '@jest/globals';
import { engine } from './cedar.js';
import { loadSharingPolicies } from './load.js';
import { digestsOf, readPolicyTexts, shippedVersions } from './texts.js';

/** What has shipped stays as it was, so that an old decision can be made again: to change a text, add a version. */
const pinned = {
  '2026-11': {
    text: 'fc5cc1ac45a3c8aa4267f66d0d872c39a146f0e2792917f893db585aa6135146',
    schema: 'dba255e6a4e0fd31cc03ecb836c9ffc63a47dd2d18b7c3acfac720b4a327ea4a',
  },
};

describe('The versions of the sharing agreement', () => {
  it('are those that have ever shipped, unchanged', () => {
    const found = shippedVersions().map((version) => {
      const { text, schema } = digestsOf(readPolicyTexts(version), engine);
      return [version, { text, schema }];
    });
    expect(Object.fromEntries(found)).toEqual(pinned);
  });

  it('change their digest when a policy moves, and when the engine does', () => {
    const texts = readPolicyTexts('2026-11');
    const [first, second, ...rest] = texts.policies;
    if (!first || !second) throw new Error('The version has several files.');
    const moved = {
      ...texts,
      policies: [
        { ...first, text: first.text + second.text.slice(0, 10) },
        { ...second, text: second.text.slice(10) },
        ...rest,
      ],
    };
    expect(digestsOf(moved, engine).text).not.toBe(digestsOf(texts, engine).text);
    expect(digestsOf(texts, 'cedar 99').whole).not.toBe(digestsOf(texts, engine).whole);
  });

  it('are adopted by version, digests and engine', () => {
    const policies = loadSharingPolicies({ onAlarm: () => undefined });
    expect(policies.adoption).toEqual({
      version: '2026-11',
      digestOfText: pinned['2026-11'].text,
      digestOfSchema: pinned['2026-11'].schema,
      engine: 'cedar 4.13.0',
    });
    expect(policies.current.version).toBe('2026-11');
    expect(policies.byVersion('2026-11')).toBe(policies.current);
    expect(policies.byVersion('1999-01')).toBeUndefined();
    expect(policies.current.digest).toBe(digestsOf(readPolicyTexts('2026-11'), engine).whole);
  });
});
