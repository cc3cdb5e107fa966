import { describe, expect, it } from '@jest/globals';
import { engine } from './cedar.js';
import { loadSharingPolicies } from './load.js';
import { digestsOf, readPolicyTexts, shippedVersions } from './texts.js';

/** What has shipped stays as it was, so that an old decision can be made again: to change a text, add a version. */
const pinned = {
  '2026-11': {
    text: 'fc5cc1ac45a3c8aa4267f66d0d872c39a146f0e2792917f893db585aa6135146',
    schema: 'dba255e6a4e0fd31cc03ecb836c9ffc63a47dd2d18b7c3acfac720b4a327ea4a',
    whole: 'ec5b185af8b31b75dafffe136daf458dadb20b0730733c2bcc2af45023069e99',
  },
  '2026-12': {
    text: '60299cda230051d31edbe945f95b87eb9d0f2322b5243b142f7ea9da24183c52',
    schema: '3d04a3574b9429767c4a407b248e19fb4cf6a119df33504f9e7363aef84f7dd0',
    whole: '8087c65e0c3834d7b62c8b66f6f2775ad9cdf879e72d3fbd28ba366d58c5d0e5',
  },
};

describe('The versions of the sharing agreement', () => {
  it('are those that have ever shipped, unchanged', () => {
    const found = shippedVersions().map((version) => {
      return [version, digestsOf(readPolicyTexts(version), engine)];
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

  it('are adopted by version, digests and engine, the newest by whoever adopts none of the others', () => {
    const policies = loadSharingPolicies({ onAlarm: () => undefined });
    expect(policies.adoption).toEqual({
      version: '2026-12',
      digestOfText: pinned['2026-12'].text,
      digestOfSchema: pinned['2026-12'].schema,
      engine: 'cedar 4.13.0',
    });
    const { text: digestOfText, schema: digestOfSchema } = pinned['2026-11'];
    const earlier = { version: '2026-11', digestOfText, digestOfSchema, engine: 'cedar 4.13.0' };
    expect(policies.adoptionOf('2026-11')).toEqual(earlier);
    expect(policies.adoptionOf('1999-01')).toBeUndefined();
    expect(policies.current.version).toBe('2026-12');
    expect(policies.byVersion('2026-12')).toBe(policies.current);
    expect(policies.byVersion('1999-01')).toBeUndefined();
    expect(policies.current.digest).toBe(pinned['2026-12'].whole);
    expect(policies.byVersion('2026-11')?.digest).toBe(pinned['2026-11'].whole);
  });
});
