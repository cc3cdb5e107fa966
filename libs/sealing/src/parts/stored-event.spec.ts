import { describe, expect, it } from '@jest/globals';
import type { EventHeader } from '#casework';
import type { Json } from '#kernel';
import { fromStored, headerDigest, MalformedStoredEvent, toStored, type StoredEvent } from '#sealing';

const header: EventHeader = {
  id: 'e1',
  stream: 'case-1',
  type: 'ChildReportedMissing',
  version: 1,
  caseId: '1',
  recordedBy: { organisation: 'o', person: 'p', role: 'officer' },
  occurred: '2010-11-02',
  recordedAt: '2010-11-02T04:50:00.000Z',
  source: 'own-act',
  parts: ['core.coded'],
  handling: {
    caveats: [{ caveat: 'covert' }, { caveat: 'not-for-immigration', parts: ['care.told'] }],
    releasableTo: ['o'],
    neverTo: ['q'],
  },
  lawfulBasis: null,
  correlation: 'c',
  causation: null,
  relations: [{ kind: 'reliesOn', event: 'e0' }],
  concerns: { organisation: 'o', flag: true, several: ['a', 'b'] },
};
const event: StoredEvent = { header, parts: [{ part: 'core.coded', key: 'k', nonce: 'n', sealed: 's' }] };

type Place = readonly (string | number)[];
const without = (place: Place, replacement?: Json): Json => {
  const copy = JSON.parse(JSON.stringify(toStored(event))) as Record<string, unknown>;
  let at = copy;
  for (const step of place.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = String(place.at(-1));
  if (replacement === undefined) delete at[last];
  else at[last] = replacement;
  return copy as Json;
};

const memberIn = (stored: Json): string => {
  try {
    fromStored(stored);
  } catch (error) {
    if (error instanceof MalformedStoredEvent) return error.member;
    throw error;
  }
  return 'none';
};

describe('a stored event', () => {
  it('is read as it was written, and has the same digest', () => {
    const read = fromStored(JSON.parse(JSON.stringify(toStored(event))) as Json);
    expect(read).toEqual(event);
    expect(headerDigest(read.header)).toBe(headerDigest(header));
  });

  it.each(Object.keys(header))('is refused without %s in its header', (member) =>
    expect(memberIn(without(['header', member]))).toBe(`header.${member}`),
  );

  it.each<[Place, Json, string]>([
    [['header'], null, 'header'],
    [['header'], [], 'header'],
    [['parts'], {}, 'parts'],
    [['header', 'version'], '1', 'header.version'],
    [['header', 'version'], 1.5, 'header.version'],
    [['header', 'recordedBy', 'role'], 'king', 'header.recordedBy.role'],
    [['header', 'source'], 'rumour', 'header.source'],
    [['header', 'parts', 0], 'core.sung', 'header.parts[0]'],
    [['header', 'handling', 'neverTo'], null, 'header.handling.neverTo'],
    [['header', 'handling', 'releasableTo'], 'o', 'header.handling.releasableTo'],
    [['header', 'handling', 'caveats', 1, 'caveat'], 'not-for-press', 'header.handling.caveats[1].caveat'],
    [['header', 'handling', 'caveats', 1, 'parts'], ['x'], 'header.handling.caveats[1].parts[0]'],
    [['header', 'handling', 'embargo'], true, 'header.handling (a member not known to this version)'],
    [['header', 'notBefore'], '2011', 'header (a member not known to this version)'],
    [['header', 'lawfulBasis'], 'because', 'header.lawfulBasis'],
    [['header', 'relations', 0, 'kind'], 'likes', 'header.relations[0].kind'],
    [['header', 'concerns', 'organisation'], 7, 'header.concerns.organisation'],
    [['header', 'concerns', 'several'], [1], 'header.concerns.several[0]'],
    [['parts', 0, 'nonce'], 1, 'parts[0].nonce'],
    [['parts', 0, 'part'], 'core', 'parts[0].part'],
  ])('is refused with %j as %j', (place, value, member) => {
    expect(memberIn(without(place, value))).toBe(member);
  });

  it.each([null, 1, 'x', [], {}])('is refused as %j', (stored) => {
    expect(memberIn(stored)).not.toBe('none');
  });

  it('is refused without repeating what stands in it', () => {
    expect(() => fromStored(without(['header', 'source'], 'CANARY'))).toThrow(MalformedStoredEvent);
    expect(() => fromStored(without(['header', 'source'], 'CANARY'))).not.toThrow(/CANARY/);
  });
});
