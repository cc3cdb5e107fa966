import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyCase, evolveCase, foldCase } from './case-state.js';
import { declarations } from './catalogue.js';
import { CaseClosed, CaseOpened, CaseReopened } from './intake/case-management-events.js';
import {
  about,
  by,
  caseOf,
  childsCase,
  eventsOf,
  lantern,
  metroPolice,
  northbridge,
  withdraws,
  type Act,
} from './story.fixture.js';

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

/** Any events of any types, by anyone, about and withdrawing any before them: more than the rules would let happen. */
const anyHistory = fc
  .array(
    fc.tuple(
      fc.constantFrom(lantern, northbridge, metroPolice),
      fc.constantFrom(...declarations),
      fc.nat(20),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((steps) =>
    steps.reduce<readonly Act[]>((before, [agency, declaration, back]) => {
      const earlier = before[before.length - 1 - back];
      const relations = earlier ? [about(earlier), withdraws(earlier)] : [];
      return [...before, by(agency, declaration, {}, ...relations)];
    }, []),
  );

describe('what is known of a case', () => {
  it('is nothing before its first event', () => {
    expect(emptyCase).toMatchObject({ caseId: null, lastRecordedAt: null, people: { lead: null } });
  });

  it('tells the case, the last time of record, and who leads', () => {
    expect(caseOf([by(lantern, CaseOpened)])).toMatchObject({
      caseId: childsCase,
      lastRecordedAt: '2010-11-02T09:00:00.000Z',
      people: { lead: lantern.id, responsible: null },
      intake: { closed: null },
    });
  });

  it('tells since when it is closed, until it is reopened', () => {
    const closed = [by(lantern, CaseOpened), by(lantern, CaseClosed)];
    expect(caseOf(closed).intake.closed).toBe('2010-11-02T09:01:00.000Z');
    expect(caseOf([...closed, by(lantern, CaseReopened)]).intake.closed).toBeNull();
  });

  it('is never changed by a later event: each gives what is known anew', () => {
    fc.assert(
      fc.property(anyHistory, (acts) => {
        let kase = frozen(emptyCase);
        for (const event of eventsOf(acts)) {
          const maps = Object.values(kase.people).filter(
            (value) => value instanceof Map || value instanceof Set,
          );
          const sizes = maps.map(({ size }) => size);
          const next = evolveCase(kase, frozen(event));
          expect(maps.map(({ size }) => size)).toEqual(sizes);
          kase = frozen(next);
        }
        expect(kase).toEqual(foldCase(eventsOf(acts)));
      }),
      { numRuns: 100 },
    );
  });

  it('always has a lead once it has begun, and holds on to whoever is responsible', () => {
    fc.assert(
      fc.property(anyHistory, (acts) => {
        const { people } = caseOf(acts);
        expect(people.lead).not.toBeNull();
        if (people.responsible !== null) expect(people.lead).toBe(people.responsible);
      }),
      { numRuns: 100 },
    );
  });
});
