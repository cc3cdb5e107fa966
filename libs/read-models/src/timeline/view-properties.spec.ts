import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Handling } from '#casework';
import type { SharingPolicies } from '#sharing-policy';
import { agencyCase } from './cases-of-organisations.js';
import { steps, tell } from './generated-stories.fixture.js';
import { twoPolicies } from './policies.fixture.js';
import { agencies, type Story } from './story.fixture.js';
import { naively, wholeView, type WholeView } from './whole-view.fixture.js';

const organisations = Object.keys(agencies);
let policies: SharingPolicies;
beforeAll(() => {
  policies = twoPolicies();
});

const viewOf = (tale: Story): WholeView => {
  const whole = wholeView(policies);
  for (const happened of tale.events) whole.take(happened);
  return whole;
};

const current = ({ rows }: WholeView): ReadonlyMap<string, string> =>
  new Map(
    rows.filter(({ until }) => until === null).map((row) => [`${row.organisation} ${row.event}`, row.given]),
  );

const sorted = (map: ReadonlyMap<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe('the view of every organisation, for any story', () => {
  it('is at every moment what deciding everything from scratch would give', () => {
    fc.assert(
      fc.property(steps(30), (all) => {
        const whole = wholeView(policies);
        for (const happened of tell(all, 'shipped').events) {
          whole.take(happened);
          expect(sorted(current(whole))).toEqual(sorted(naively(whole, organisations)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('numbers each organisation’s changes without a gap, endings too', () => {
    fc.assert(
      fc.property(steps(40), (all) => {
        const { rows } = viewOf(tell(all, 'shipped'));
        for (const organisation of organisations) {
          const own = rows.filter((row) => row.organisation === organisation);
          const numbers = own.flatMap((row) => [row.sequence, row.endingSequence ?? []].flat());
          expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
          expect(new Set(own.map((row) => `${row.event} ${row.cause}`)).size).toBe(own.length);
          for (const row of own) expect(row.until === null || row.until >= row.from).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lists for each organisation the cases that it stands to or has something of', () => {
    fc.assert(
      fc.property(steps(30), (all) => {
        const whole = viewOf(tell(all, 'shipped'));
        for (const group of whole.allGroups()) {
          for (const caseId of group.cases.keys()) {
            for (const organisation of organisations) {
              const listed = group.agencyCases.get(caseId)?.get(organisation) ?? null;
              const expected = agencyCase(group, caseId, organisation, listed?.visibleFrom ?? '');
              expect(listed).toEqual(expected);
              const rows = group.entries.filter(({ rows: of }) => of.get(organisation)?.caseId === caseId);
              expect(group.rowCounts.get(caseId)?.get(organisation) ?? 0).toBe(rows.length);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives nobody more when one event is restricted further', () => {
    const further: fc.Arbitrary<(handling: Partial<Handling>) => Partial<Handling>> = fc.constantFrom(
      (handling) => ({ ...handling, caveats: [...(handling.caveats ?? []), { caveat: 'covert' }] }),
      (handling) => ({
        ...handling,
        caveats: [...(handling.caveats ?? []), { caveat: 'not-for-immigration' }],
      }),
      (handling) => ({ ...handling, neverTo: [...(handling.neverTo ?? []), 'riverside', 'gateway'] }),
      (handling) => ({ ...handling, releasableTo: (handling.releasableTo ?? ['lantern']).slice(0, 1) }),
    );
    fc.assert(
      fc.property(steps(25), fc.nat({ max: 40 }), further, (all, number, restrict) => {
        const before = current(viewOf(tell(all, 'shipped')));
        const restricted = tell(all, 'shipped', (at, handling) =>
          at === number + 10 ? restrict(handling) : handling,
        );
        for (const [key, now] of current(viewOf(restricted))) {
          const [level = '', handed = ''] = now.split(' ');
          const [levelBefore = 'none', handedBefore = '0'] = before.get(key)?.split(' ') ?? [];
          expect([key, Number(handed) & ~Number(handedBefore)]).toEqual([key, 0]);
          expect([key, levelBefore === 'none']).toEqual([key, false]);
          expect([key, levelBefore === 'stub' && level !== 'stub']).toEqual([key, false]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
