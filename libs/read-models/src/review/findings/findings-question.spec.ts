import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { declarationOf, gradeOf, noParts, partName } from '#casework';
import { answered, recordOf } from '../record.fixture.js';
import { definitions } from './definitions.js';
import { findingKinds } from './finding.js';
import { findingsQuestion } from './findings-question.js';
import { agencies, event } from './found-in.fixture.js';
import { sampleRecord } from './sample-records.fixture.js';

const stories = ['miriam', 'adaeze', 'quan'] as const;

describe('the findings from a record', () => {
  it.each(stories)(
    'are the same, in the same order, each time that they are asked for (%s)',
    async (story) => {
      const one = await answered(findingsQuestion, sampleRecord(story)).answer;
      const other = await answered(findingsQuestion, sampleRecord(story)).answer;
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      const order = one.map(({ from, definition, id }) => `${from} ${definition} ${id}`);
      expect(order).toEqual([...order].sort());
      expect(new Set(one.map(({ id }) => id)).size).toBe(one.length);
    },
  );

  it.each(stories)('cite only events of the record, and each at least one (%s)', async (story) => {
    const record = sampleRecord(story);
    for (const { cites, held } of await answered(findingsQuestion, record).answer) {
      expect(cites.length).toBeGreaterThan(0);
      for (const { eventId } of cites) expect(record.byId.has(eventId)).toBe(true);
      for (const { unshared } of held)
        for (const eventId of unshared) expect(record.byId.has(eventId)).toBe(true);
    }
  });

  it.each(stories)(
    'open no told part of any event, and only of types that a definition needs (%s)',
    async (story) => {
      const record = sampleRecord(story);
      const opened = await answered(findingsQuestion, record).opened;
      expect(opened.size).toBeGreaterThan(0);
      for (const [eventId, details] of opened) {
        const { declaration, type } = record.byId.get(eventId)!;
        expect(definitions.some(({ needs }) => Object.hasOwn(needs, type ?? ''))).toBe(true);
        for (const field of Object.keys(details)) {
          const { category, grade } = declaration!.fields[field]!;
          expect(gradeOf(partName(category, grade))).toBe('coded');
        }
      }
    },
  );

  it('tell what can be told without details to a reviewer who may have none, and of stubs nothing that they hide', async () => {
    const record = recordOf({
      agencies,
      events: [
        event('asks', 'council', 'ContactReceived', '2010-01-01', { level: 'stub' }),
        event('no', 'council', 'ContactTurnedAway', '2010-01-01', {
          handed: noParts,
          details: { reason: 'other' },
        }),
        event('hidden', 'borough', 'ContactTurnedAway', '2010-01-02', { level: 'stub' }),
      ],
    });
    const { answer, opened } = answered(findingsQuestion, record);
    const found = (await answer).filter(({ definition }) => definition === 'contact-turned-away');
    expect(found).toMatchObject([{ facts: { number: 1 }, agencies: ['council'] }]);
    expect(found[0]?.says).toContain('a ground that this reviewer may not see');
    expect((await opened).size).toBe(0);
  });

  it('are none of an empty record', async () => {
    expect(await answered(findingsQuestion, recordOf({ agencies, events: [] })).answer).toEqual([]);
  });
});

describe('the definitions', () => {
  it('need parts that the types have, coded ones alone', () => {
    for (const { needs } of definitions) {
      for (const [type, parts] of Object.entries(needs)) {
        const fields = Object.values(declarationOf(type)?.fields ?? {});
        for (const part of parts) {
          expect(gradeOf(part)).toBe('coded');
          expect(fields.some(({ category, grade }) => partName(category, grade) === part)).toBe(true);
        }
      }
    }
  });

  it('have ids of their own, and every kind of finding has one', () => {
    expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length);
    expect([...new Set(definitions.map(({ kind }) => kind))].sort()).toEqual([...findingKinds].sort());
  });

  it('stand in docs/findings.md word for word, with their version and parameters, in this order, and no others', () => {
    const page = readFileSync(new URL('../../../../../docs/findings.md', import.meta.url), 'utf8');
    const told = page
      .split(/^### /m)
      .slice(1)
      .map((section) =>
        section
          .replace(/^## .*$/ms, '')
          .replace(/\s+/g, ' ')
          .trim(),
      );
    const expected = definitions.map(({ id, version, words, parameters }) =>
      [
        `\`${id}\`, version ${version}`,
        words,
        ...Object.entries(parameters).map(
          ([name, { value, unit, why }]) => `- \`${name}\`: ${value} ${unit}, because ${why}.`,
        ),
      ].join(' '),
    );
    expect(told).toEqual(expected);
  });
});
