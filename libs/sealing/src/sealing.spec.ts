import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openHandling, partNames, partSet, partsIn, type EventHeader, type PartName } from '#casework';
import { randomId, storyClock, type Json } from '#kernel';
import {
  fromStored,
  headerDigest,
  openDataKeyFile,
  openKeyFile,
  openSealing,
  SealBroken,
  toStored,
  type Sealing,
  type StoredEvent,
} from '#sealing';

let folder: string;
let sealing: Sealing;

const openIn = async (mayCreate: boolean): Promise<Sealing> =>
  openSealing({
    provider: await openKeyFile({ file: join(folder, 'development.key'), production: false, mayCreate }),
    dataKeys: await openDataKeyFile(join(folder, 'data-keys.sqlite')),
    clock: storyClock('2010-11-02T04:50:00.000Z'),
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealing-'));
  sealing = await openIn(true);
});
afterEach(async () => {
  await sealing.close();
  await rm(folder, { recursive: true });
});

const caseId = randomId();
const headerWith = (parts: readonly PartName[], change: Partial<EventHeader> = {}): EventHeader => ({
  id: randomId(),
  stream: `case-${caseId}`,
  type: 'ChildReportedMissing',
  version: 1,
  caseId,
  recordedBy: { organisation: randomId(), person: randomId(), role: 'officer' },
  occurred: '2010-11-02',
  recordedAt: '2010-11-02T04:50:00.000Z',
  source: 'own-act',
  parts,
  handling: { ...openHandling, caveats: [{ caveat: 'not-for-immigration', parts: ['care.told'] }] },
  lawfulBasis: 'public-task',
  correlation: randomId(),
  causation: null,
  relations: [{ kind: 'reliesOn', event: randomId() }],
  concerns: { caseOther: randomId(), list: ['a'] },
  ...change,
});

const seal = async (header: EventHeader, parts: ReadonlyMap<PartName, Json>): Promise<StoredEvent> => {
  const { sealed } = await sealing.sealParts({ header, retention: 'case-record', parts });
  return { header, parts: sealed };
};

const openAll = async ({ header, parts }: StoredEvent) => {
  const digest = headerDigest(header);
  const opened = await sealing.openParts(parts.map((sealed) => ({ headerDigest: digest, sealed })));
  return opened.map((one) => (one.ok ? one.value : one.reason.name));
};

/** One part whose words anybody would recognise. */
const canary = 'CANARY-last-seen-at-the-station';
const oneEvent = () => seal(headerWith(['location.told']), new Map([['location.told', { seen: canary }]]));

const words = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const someParts = fc
  .dictionary(fc.constantFrom(...partNames), words, { minKeys: 1, maxKeys: 6 })
  .map((parts) => new Map(Object.entries(parts) as [PartName, Json][]));
const inOrder = (parts: ReadonlyMap<PartName, Json>) => partsIn(partSet(parts.keys()));

describe('the parts of an event', () => {
  it('open as they were sealed, also after they were stored and read', async () => {
    await fc.assert(
      fc.asyncProperty(someParts, async (parts) => {
        const named = inOrder(parts);
        const stored = await seal(headerWith(named), parts);
        const read = fromStored(JSON.parse(JSON.stringify(toStored(stored))) as Json);
        expect(read).toEqual(stored);
        // JSON has one zero: -0 is stored as 0.
        const expected = JSON.parse(JSON.stringify(named.map((part) => parts.get(part)))) as Json;
        expect(await openAll(read)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('cannot be read in what is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 5, maxLength: 80, unit: 'grapheme-ascii' }), async (said) => {
        const stored = await seal(headerWith(['voice.told']), new Map([['voice.told', `${said} ${canary}`]]));
        expect(JSON.stringify(toStored(stored))).not.toContain(canary);
      }),
      { numRuns: 50 },
    );
    for (const file of await readdir(folder))
      expect((await readFile(join(folder, file))).includes(canary)).toBe(false);
  });

  it('do not open when anything in the header was changed', async () => {
    const stored = await oneEvent();
    const { header } = stored;
    const changes: Partial<EventHeader>[] = [
      { id: randomId() },
      { stream: 'case-other' },
      { type: 'ChildLocated' },
      { version: 2 },
      { caseId: null },
      { recordedBy: { ...header.recordedBy, organisation: randomId() } },
      { occurred: '2010-11-01' },
      { recordedAt: '2010-11-02T04:50:00.001Z' },
      { source: 'import' },
      { parts: [...header.parts, 'core.coded'] },
      { handling: openHandling },
      { handling: { ...header.handling, neverTo: [randomId()] } },
      { handling: { ...header.handling, releasableTo: [] } },
      { lawfulBasis: null },
      { correlation: randomId() },
      { causation: randomId() },
      { relations: [] },
      { concerns: {} },
    ];
    expect(new Set(changes.flatMap((change) => Object.keys(change))).size).toBe(Object.keys(header).length);
    expect(await openAll(stored)).toEqual([{ seen: canary }]);
    for (const change of changes)
      expect(await openAll({ ...stored, header: { ...header, ...change } })).toEqual(['SealBroken']);
  });

  it('do not open when a bit of the nonce or the ciphertext was changed', async () => {
    const stored = await oneEvent();
    const [part] = stored.parts;
    if (part === undefined) throw new Error('An event has a part.');
    const flip = (text: string, bit: number): string => {
      const bytes = Buffer.from(text, 'base64url');
      const at = Math.floor(bit / 8) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
      return bytes.toString('base64url');
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('nonce', 'sealed'), fc.nat(5000), async (member, bit) => {
        const changed = { ...part, [member]: flip(part[member], bit) };
        expect(await openAll({ ...stored, parts: [changed] })).toEqual(['SealBroken']);
      }),
    );
  });

  it('do not open when they are cut short, or spelt otherwise', async () => {
    const stored = await oneEvent();
    const [part] = stored.parts;
    if (part === undefined) throw new Error('An event has a part.');
    for (const change of [
      { sealed: '' },
      { sealed: part.sealed.slice(0, 20) },
      { sealed: part.sealed.slice(0, -1) },
      { sealed: `${part.sealed}=` },
      { nonce: '' },
      { nonce: part.nonce.slice(0, 12) },
      { nonce: `${part.nonce}AAAA` },
    ])
      expect(await openAll({ ...stored, parts: [{ ...part, ...change }] })).toEqual(['SealBroken']);
  });

  it('do not open as another category or grade, nor in another event', async () => {
    const stored = await oneEvent();
    const other = await oneEvent();
    for (const part of partNames.filter((name) => name !== 'location.told'))
      expect(await openAll({ ...stored, parts: stored.parts.map((one) => ({ ...one, part })) })).toEqual([
        'SealBroken',
      ]);
    expect(await openAll({ ...stored, parts: other.parts })).toEqual(['SealBroken']);
  });

  it('do not open under the key of another case', async () => {
    const stored = await oneEvent();
    const elsewhere = headerWith(['core.coded'], { caseId: randomId() });
    const other = await seal(elsewhere, new Map([['core.coded', 1]]));
    const key = other.parts[0]?.key ?? '';
    expect(await openAll({ ...stored, parts: stored.parts.map((one) => ({ ...one, key })) })).toEqual([
      'SealBroken',
    ]);
    const unknown = randomId();
    expect(
      await openAll({ ...stored, parts: stored.parts.map((one) => ({ ...one, key: unknown })) }),
    ).toEqual(['DataKeyUnknown']);
  });

  it('answer for themselves: a broken one does not keep the others shut', async () => {
    const stored = await seal(
      headerWith(['core.coded', 'care.told']),
      new Map<PartName, Json>([
        ['core.coded', 1],
        ['care.told', 'worried'],
      ]),
    );
    const [first, second] = stored.parts;
    if (first === undefined || second === undefined) throw new Error('The event has two parts.');
    const digest = headerDigest(stored.header);
    const broken = { ...first, sealed: second.sealed };
    expect(await openAll({ ...stored, parts: [broken, second] })).toEqual(['SealBroken', 'worried']);
    await expect(sealing.openPart({ headerDigest: digest, sealed: broken })).rejects.toThrow(SealBroken);
    await expect(sealing.openPart({ headerDigest: digest, sealed: second })).resolves.toBe('worried');
  });

  it('are refused when they are not those that the header names', async () => {
    for (const [named, given] of [
      [['core.coded'], ['core.told']],
      [['core.coded'], []],
      [[], ['core.coded']],
      [
        ['core.told', 'core.coded'],
        ['core.coded', 'core.told'],
      ],
      [
        ['core.coded', 'core.coded'],
        ['core.coded', 'core.told'],
      ],
    ] as [PartName[], PartName[]][])
      await expect(seal(headerWith(named), new Map(given.map((part) => [part, 1])))).rejects.toMatchObject({
        name: 'PartsNotAsNamed',
      });
  });

  it('have one data key for a case and retention class, and another for any other', async () => {
    const keyOf = async (header: EventHeader, retention: 'case-record' | 'access-record') =>
      (await sealing.sealParts({ header, retention, parts: new Map([['core.coded', 1]]) })).sealed[0]?.key;
    const header = headerWith(['core.coded']);
    const keys = await Promise.all([
      keyOf(header, 'case-record'),
      keyOf({ ...header, id: randomId() }, 'case-record'),
      keyOf(header, 'access-record'),
      keyOf({ ...header, caseId: randomId() }, 'case-record'),
      keyOf({ ...header, caseId: null, stream: 'directory' }, 'case-record'),
      keyOf({ ...header, caseId: null, stream: 'policy' }, 'case-record'),
    ]);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(5);
  });

  it('open after a restart', async () => {
    const stored = await oneEvent();
    await sealing.close();
    sealing = await openIn(false);
    expect(await openAll(stored)).toEqual([{ seen: canary }]);
  });
});

describe('the digest of an input', () => {
  it('is the same for the same input however it is spelt, after a restart too, and another for any other', async () => {
    const digest = sealing.digestOfInput({ a: 1, b: canary });
    expect(sealing.digestOfInput({ b: canary, a: 1 })).toBe(digest);
    expect(sealing.digestOfInput({ a: 1, b: `${canary}.` })).not.toBe(digest);
    await sealing.close();
    sealing = await openIn(false);
    expect(sealing.digestOfInput({ a: 1, b: canary })).toBe(digest);
  });
});
