import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changesSince, type Change } from '../../apps/contracts/src/breaks/index.js';
import {
  protoImage,
  publishedContracts,
  releasedContracts,
  root,
  type Contracts,
} from '../../apps/contracts/src/contracts.js';

let now: Contracts;
let copy: string;
beforeAll(() => {
  now = publishedContracts();
  copy = mkdtempSync(join(tmpdir(), 'contracts-'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Replaces what must be there, so that a test that changes nothing is found out. */
const replaced = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`There is no ${String(from)} to replace.`);
  return changed;
};

/** The image of the protocol buffers after a change of one of their files. */
const imageWith = (file: string, from: string | RegExp, to: string): string => {
  for (const part of ['proto/throughline', 'buf.yaml'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  const path = join(copy, 'proto/throughline/feed/v1', file);
  writeFileSync(path, replaced(readFileSync(path, 'utf8'), from, to));
  return protoImage(copy);
};

const since = (changed: Partial<Contracts>, severity: Change['severity'] = 'breaking'): readonly string[] =>
  changesSince(now, { ...now, ...changed })
    .filter((change) => change.severity === severity)
    .map(({ contract, what }) => `${contract}: ${what}`);

const one = (text: string): unknown[] => [expect.stringContaining(text)];

describe('a change of a contract', () => {
  it('is none where nothing has changed', () => {
    expect(changesSince(now, now)).toEqual([]);
  });

  it('does not break what was last released', () => {
    expect(changesSince(releasedContracts(), now).filter(({ severity }) => severity === 'breaking')).toEqual(
      [],
    );
  });

  it('breaks where the GraphQL schema loses a field, a value or a type', () => {
    const field = 'kindOfWork: String!';
    expect(since({ sdl: replaced(now.sdl, field, 'sortOfWork: String!') })).toEqual(
      one('kindOfWork was removed'),
    );
    expect(since({ sdl: replaced(now.sdl, field, 'kindOfWork: Int!') })).toEqual(
      one('kindOfWork changed type from String! to Int!'),
    );
    expect(since({ sdl: replaced(now.sdl, /^ {2}OUTREACH\n/m, '') })).toEqual(
      one('GraphQL: OUTREACH was removed from enum type CaseOrigin'),
    );
  });

  it('is dangerous, and passes, where the GraphQL schema has another value to answer', () => {
    const sdl = replaced(now.sdl, /^ {2}OUTREACH\n/m, '  OUTREACH\n  OVERHEARD\n');
    expect(since({ sdl })).toEqual([]);
    expect(since({ sdl }, 'dangerous')).toEqual(one('GraphQL: OVERHEARD was added to enum type CaseOrigin'));
  });

  it('breaks where a field of the protocol buffers is renumbered, of another type or gone', () => {
    const field = 'string kind_of_work = 6;';
    expect(since({ proto: imageWith('entry.proto', field, 'string kind_of_work = 60;') })).toEqual(
      expect.arrayContaining(one('"6"')),
    );
    expect(since({ proto: imageWith('entry.proto', field, 'bytes kind_of_work = 6;') })).toEqual(
      expect.arrayContaining(one('kind_of_work')),
    );
    expect(since({ proto: imageWith('entry.proto', field, '') })).toEqual(
      expect.arrayContaining(one('kind_of_work')),
    );
  });

  it('is none where the protocol buffers have a field more', () => {
    const field = 'string kind_of_work = 6;';
    expect(since({ proto: imageWith('entry.proto', field, `${field} string words = 90;`) })).toEqual([]);
  });

  it('breaks where the schema of an event has changed or is gone', () => {
    const { 'CaseOpened.v1.json': _gone, ...others } = now.events;
    expect(since({ events: others })).toEqual(one('proto/events/CaseOpened.v1.json is not there any more'));
    expect(since({ events: { ...now.events, 'CaseOpened.v1.json': 'another' } })).toEqual(
      one('raise the version of the type instead'),
    );
    expect(since({ events: { ...now.events, 'CaseOpened.v9.json': 'new' } })).toEqual([]);
  });

  it('breaks where the AsyncAPI document loses a message or a field that is always there', () => {
    expect(since({ asyncapi: now.asyncapi.replaceAll('ChildLocated.v1', 'ChildFound.v1') })).toEqual(
      expect.arrayContaining(one('#/components/messages/ChildLocated.v1 is not there any more')),
    );
    expect(since({ asyncapi: replaced(now.asyncapi, /^ +- subject\n/m, '') })).toEqual(
      one('has lost "subject"'),
    );
  });

  it('does not break where a type of event is sent in a newer version', () => {
    const asyncapi = now.asyncapi.replaceAll('ChildLocated.v1', 'ChildLocated.v2');
    expect(asyncapi).not.toBe(now.asyncapi);
    expect(since({ asyncapi })).toEqual([]);
    expect(since({ asyncapi }, 'dangerous')).not.toEqual([]);
  });
});
