import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencyFunctions, partSet, purposes, rolesOf, type PartSet } from '#casework';
import { preparePolicies, type PreparedPolicies } from '../cedar.js';
import { decideEntry } from '../entry.js';
import type { CaseFacts, EventFacts, Reader } from '../facts.js';
import { entryLevels, type EntryDecision } from '../policy.js';
import { rowsByFunction } from '../rows.js';
import { sharingPolicy } from '../sharing-policy.js';
import { standingsOfOrganisation, standingsOfPerson } from '../standing.js';
import { readPolicyTexts } from '../texts.js';
import { caseFacts, eventFacts, present, readers } from './facts.fixture.js';

const alarms: string[] = [];
const options = { onAlarm: (reason: string) => alarms.push(reason) };
const versionOf = (version: string) => {
  const texts = readPolicyTexts(version);
  const engine = preparePolicies(texts);
  return { engine, policy: sharingPolicy(texts, options, () => engine) };
};

const named = (entry: EntryDecision): PartSet => partSet(entry.withheld.map(({ part }) => part));
/** `full` and `partial` both show type and date; which of them only says whether something is named. */
const existence = (entry: EntryDecision): number => Math.min(entryLevels.indexOf(entry.level), 2);

/** Nothing is shown of the one that is not shown of the other; a part handed over may become one that is named. */
const noWider = (one: EntryDecision, other: EntryDecision): boolean =>
  existence(one) <= existence(other) &&
  (one.handed & ~other.handed) === 0 &&
  (named(one) & ~(named(other) | other.handed)) === 0;

/** Each way to add one restriction to an event or a reader. */
const restrictions: readonly ((
  event: EventFacts,
  reader: Reader,
  parts: PartSet,
) => { event: EventFacts; reader: Reader })[] = [
  (event, reader) => ({ event: { ...event, covert: true }, reader }),
  (event, reader) => ({ event: { ...event, outsideReleasable: true }, reader }),
  (event, reader) => ({ event: { ...event, neverToOrganisation: true }, reader }),
  (event, reader) => ({ event: { ...event, recorderAndBoardOnly: true }, reader }),
  (event, reader) => ({ event: { ...event, disputedLink: true }, reader }),
  (event, reader, parts) => ({ event: { ...event, originatorHolds: event.originatorHolds | parts }, reader }),
  (event, reader, parts) => ({
    event: { ...event, notForImmigration: event.notForImmigration | parts },
    reader,
  }),
  (event, reader) => ({ event, reader: { ...reader, person: { ...reader.person, neverTo: true } } }),
];

const withoutMemoryOf =
  (engine: PreparedPolicies) =>
  (reader: Reader, standing: CaseFacts, event: EventFacts, parts: PartSet): EntryDecision => {
    const { standings, decidedBy } = standingsOfPerson(engine.ask, reader, standing);
    const entry = decideEntry(engine, standings, standing, event, parts);
    return { ...entry, decidedBy: [...new Set([...decidedBy, ...entry.decidedBy])].sort() };
  };

const flip = <Facts extends object>(facts: Facts, name: keyof Facts): Facts => ({
  ...facts,
  [name]: !facts[name],
});

const flagsOf = <Facts extends object>(facts: Facts): (keyof Facts)[] =>
  (Object.keys(facts) as (keyof Facts)[]).filter((name) => typeof facts[name] === 'boolean');

/** The same question with one fact changed, for each fact that is a yes or a no, and for role, purpose and function. */
const neighboursOf = (
  reader: Reader,
  standing: CaseFacts,
  event: EventFacts,
): readonly (readonly [Reader, CaseFacts, EventFacts])[] => {
  const { person } = reader;
  return [
    ...flagsOf(event).map((name) => [reader, standing, flip(event, name)] as const),
    ...flagsOf(standing).map((name) => [reader, flip(standing, name), event] as const),
    ...flagsOf(person).map((name) => [{ ...reader, person: flip(person, name) }, standing, event] as const),
    ...rolesOf(reader.function).map(
      (role) => [{ ...reader, person: { ...person, role } }, standing, event] as const,
    ),
    ...purposes.map((purpose) => [{ ...reader, person: { ...person, purpose } }, standing, event] as const),
    ...agencyFunctions.map((agency) => [{ ...reader, function: agency }, standing, event] as const),
  ];
};

describe.each(['2026-11', '2026-12'])('Sharing policy %s, whatever the facts', (version) => {
  const { engine, policy } = versionOf(version);
  const withoutMemory = withoutMemoryOf(engine);

  it('never widens what is seen when a restriction is added', () => {
    fc.assert(
      fc.property(
        readers,
        caseFacts,
        eventFacts,
        present,
        present,
        fc.constantFrom(...restrictions),
        (reader, standing, event, parts, restricted, restrict) => {
          const after = restrict(event, reader, restricted);
          return noWider(
            policy.entryForPerson(after.reader, standing, after.event, parts),
            policy.entryForPerson(reader, standing, event, parts),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never gives a person more than their organisation’s view may hold', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) =>
        noWider(
          policy.entryForPerson(reader, standing, event, parts),
          policy.entryForOrganisation(reader.function, standing, event, parts),
        ),
      ),
      { numRuns: 400 },
    );
  });

  it('answers from memory as it would answer afresh', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) => {
        const fresh = withoutMemory(reader, standing, event, parts);
        expect(policy.entryForPerson(reader, standing, event, parts)).toEqual(fresh);
        expect(policy.entryForPerson(reader, standing, event, parts)).toEqual(fresh);
        const { function: agency } = reader;
        expect(policy.entryForOrganisation(agency, standing, event, parts)).toEqual(
          decideEntry(engine, standingsOfOrganisation(engine.ask, agency, standing), standing, event, parts),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('tells apart two questions that differ in one fact', () => {
    // Neighbours of one another, so that a fact left out of the key would answer for both.
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) => {
        policy.entryForPerson(reader, standing, event, parts);
        for (const [who, where, what] of neighboursOf(reader, standing, event)) {
          expect(policy.entryForPerson(who, where, what, parts)).toEqual(
            withoutMemory(who, where, what, parts),
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  it('hands over and names only what is there, and nothing twice', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) => {
        const entry = policy.entryForPerson(reader, standing, event, parts);
        const shown = entry.handed | named(entry);
        expect(shown & ~parts).toBe(0);
        expect(entry.handed & named(entry)).toBe(0);
        if (existence(entry) < 2) expect(shown).toBe(0);
        expect(entry.level === 'partial').toBe(entry.withheld.length > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('puts nobody in two rows of the table, but for that of an emergency', () => {
    fc.assert(
      fc.property(readers, caseFacts, ({ function: agency, person }, standing) => {
        const { neverTo: _neverTo, ...relationship } = person;
        const rows = rowsByFunction[agency].filter(
          (row) =>
            engine.ask({
              principal: { type: 'Function', id: agency },
              action: 'stand-in',
              resource: { type: 'Row', id: row },
              context: {
                ...relationship,
                role: { __entity: { type: 'Role', id: person.role } },
                purpose: { __entity: { type: 'Purpose', id: person.purpose } },
                onCase: standing.onCase,
                responsible: standing.responsible,
                reviewInScope: standing.reviewInScope,
                emergency: standing.emergency,
              },
            }).allowed,
        );
        expect(rows.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  it('raises no alarm', () => {
    expect(alarms).toEqual([]);
  });
});

describe('Breaking the glass, whatever the facts', () => {
  const { policy } = versionOf('2026-12');
  const withGlass = (reader: Reader, elevated: boolean): Reader => ({
    ...reader,
    person: { ...reader.person, elevated },
  });
  const inEmergency = (standing: CaseFacts): CaseFacts => ({ ...standing, emergency: true });

  it('never gives anybody less than they had', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) =>
        noWider(
          policy.entryForPerson(withGlass(reader, false), inEmergency(standing), event, parts),
          policy.entryForPerson(withGlass(reader, true), inEmergency(standing), event, parts),
        ),
      ),
      { numRuns: 400 },
    );
  });

  it('gives nothing to whoever has not, whatever their colleagues have', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, event, parts) => {
        const seen = (facts: CaseFacts) =>
          policy.entryForPerson(withGlass(reader, false), facts, event, parts);
        expect(seen(inEmergency(standing))).toEqual(seen({ ...standing, emergency: false }));
      }),
      { numRuns: 200 },
    );
  });

  it('never passes what is never to reach the reader, what is covert, and what its recorder keeps', () => {
    fc.assert(
      fc.property(readers, caseFacts, eventFacts, present, (reader, standing, anyEvent, parts) => {
        const event = { ...anyEvent, own: false };
        const elevated = withGlass(reader, true);
        const seen = policy.entryForPerson(elevated, inEmergency(standing), event, parts);
        const hidden =
          event.covert || event.neverToOrganisation || reader.person.neverTo || event.recorderAndBoardOnly;
        const isBoard = reader.function === 'safeguarding-board';
        if (hidden && !(isBoard && event.recorderAndBoardOnly)) expect(seen.level).toBe('none');
        const result = event.ageResult ? partSet(['core.coded']) : 0;
        expect(seen.handed & event.originatorHolds & ~result).toBe(0);
        if (event.outsideReleasable) expect(seen.handed & ~event.disclosed & ~result).toBe(0);
        if (reader.function === 'border') expect(seen.handed & event.notForImmigration).toBe(0);
      }),
      { numRuns: 600 },
    );
  });
});
