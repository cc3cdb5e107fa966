import { describe, expect, it } from '@jest/globals';
import { at, child, night, related } from './alerts.fixture.js';
import { mattersOfCase, mattersOfGrant } from './matters.js';

const mattersOf = ({ headers }: ReturnType<typeof night>) =>
  mattersOfCase(child, headers).map(({ kind, events }) => [kind, ...events.map(({ id }) => id)]);

describe('what of a case organisations are alerted to', () => {
  it('is a child who is missing, with every report of the one absence, until the child is located', () => {
    const told = night();
    const first = told.happens('ChildReportedMissing');
    const second = told.happens('ChildReportedMissing', { by: 'riverside' });
    expect(mattersOf(told)).toEqual([['missing-child', first.id, second.id]]);
    const located = told.happens('ChildLocated', { relations: related('about', first) });
    expect(mattersOf(told)).toEqual([]);
    told.happens('EventRetracted', { relations: related('withdraws', located) });
    expect(mattersOf(told)).toEqual([['missing-child', first.id, second.id]]);
    told.happens('EventRetracted', { relations: related('withdraws', first) });
    expect(mattersOf(told)).toEqual([['missing-child', second.id]]);
  });

  it('is a hold on removal while it stands, and that it was lifted', () => {
    const told = night();
    const placed = told.happens('RemovalHoldPlaced');
    const other = told.happens('RemovalHoldPlaced');
    const lifted = told.happens('RemovalHoldLifted', { relations: related('about', placed) });
    expect(mattersOf(told)).toEqual([
      ['removal-hold-placed', other.id],
      ['removal-hold-lifted', lifted.id],
    ]);
    told.happens('EventRetracted', { relations: related('withdraws', lifted) });
    expect(mattersOf(told)).toEqual([
      ['removal-hold-placed', placed.id],
      ['removal-hold-placed', other.id],
    ]);
  });

  it('is a review by law that was missed and not held since, for the authority that must hold it', () => {
    const told = night();
    const began = told.happens('LookedAfterStarted');
    const of = {
      concerns: { duty: 'looked-after-review', responsible: 'northbridge' },
      relations: related('about', began),
    };
    const missed = told.happens('DeadlineMissed', of);
    const visit = told.happens('PrivateFosteringNotified');
    told.happens('DeadlineMissed', {
      concerns: { duty: 'private-fostering-visit', responsible: 'northbridge' },
      relations: related('about', visit),
    });
    expect(mattersOfCase(child, told.headers)).toMatchObject([
      { kind: 'overdue-review', events: [{ id: missed.id }], liesWith: 'northbridge' },
    ]);
    told.happens('DeadlineMet', of);
    expect(mattersOf(told)).toEqual([]);
  });
});

describe('what of an emergency access organisations are alerted to', () => {
  it('is that it was opened, at once, and that nobody judged it, when 72 hours have passed', () => {
    const told = night('grant-one');
    const concerns = {
      ...{ grantedTo: 'neil-westmarch', organisation: 'westmarch', caseOpened: child },
      until: at(240),
    };
    told.happens('BreakGlassOpened', { concerns });
    told.happens('BreakGlassEnded', { concerns });
    expect(mattersOfGrant(told.headers)).toMatchObject([
      { kind: 'emergency-access', caseId: child, from: at(0), liesWith: null },
      {
        ...{ kind: 'overdue-emergency-review', liesWith: 'westmarch' },
        from: at(72 * 60).replace('.000Z', '.001Z'),
      },
    ]);
    told.happens('BreakGlassReviewed', { concerns });
    expect(mattersOfGrant(told.headers)).toEqual([]);
  });
});
