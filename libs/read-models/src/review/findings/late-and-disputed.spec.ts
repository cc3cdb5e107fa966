import { describe, expect, it } from '@jest/globals';
import { agesInConflict } from './ages-in-conflict.js';
import { cited, event, foundIn } from './found-in.fixture.js';
import { changedAfterAnIncident, lateEntry } from './late-and-changed.js';

describe('a late entry', () => {
  it('was recorded seven days or more after it had certainly occurred', async () => {
    const entry = (occurred: string, at: string) =>
      event('entry', 'council', 'ChildViewRecorded', occurred, { at });
    expect(await foundIn(lateEntry, [entry('2010-01-01', '2010-01-07T23:00')])).toEqual([]);
    expect(await foundIn(lateEntry, [entry('2010-01-01', '2010-01-08T00:10')])).toMatchObject([{ days: 7 }]);
    expect(await foundIn(lateEntry, [entry('2010', '2011-01-03')])).toEqual([]);
    expect(await foundIn(lateEntry, [entry('2010', '2011-01-10')])).toMatchObject([
      { days: 10, dateUncertain: true, facts: { source: 'own-act' } },
    ]);
  });

  it('is no disclosure recorded when the child told it, however long after the harm, nor what a clock records', async () => {
    const disclosure = (toldOn: string) =>
      event('told', 'refuge', 'ChildDisclosureRecorded', '2004/2007', {
        at: '2010-11-10',
        details: { toldOn },
      });
    expect(await foundIn(lateEntry, [disclosure('2010-11-09')])).toEqual([]);
    expect(await foundIn(lateEntry, [disclosure('2010-10-09')])).toMatchObject([{ days: 32 }]);
    const clock = event('missed', 'system', 'DeadlineMissed', '2010-01-01', { at: '2010-06-01' });
    expect(await foundIn(lateEntry, [clock])).toEqual([]);
  });
});

describe('what was changed after an incident', () => {
  const view = event('view', 'council', 'ChildViewRecorded', '2010-01-01');
  const correction = event('right', 'council', 'EventCorrected', '2010-02-01', {
    relations: { corrects: ['view'] },
  });

  it.each(['ChildReportedMissing', 'CrimeRecorded', 'ContactTurnedAway'])(
    'is found after %s',
    async (type) => {
      const incident = event('incident', 'council', type, '2010-01-20');
      const found = await foundIn(changedAfterAnIncident, [view, incident, correction]);
      expect(found).toMatchObject([
        { days: 12, facts: { incident: type, change: 'EventCorrected', onRecordAtTheIncident: true } },
      ]);
      expect(cited(found)).toEqual(['what-was-found right, what-it-is-about view, incident incident']);
    },
  );

  it('counts from the last incident before it, and says where the error came after that', async () => {
    const first = event('first', 'council', 'ContactTurnedAway', '2009-12-01');
    expect(await foundIn(changedAfterAnIncident, [first, view, correction])).toMatchObject([
      { facts: { onRecordAtTheIncident: false } },
    ]);
    const review = event('review', 'board', 'ReviewOpened', '2010-01-30');
    const found = await foundIn(changedAfterAnIncident, [first, view, review, correction]);
    expect(cited(found)).toEqual(['what-was-found right, what-it-is-about view, incident review']);
  });

  it('is none where a clock of the system takes back what it had recorded itself', async () => {
    const incident = event('incident', 'council', 'ContactTurnedAway', '2009-12-01');
    const missed = event('missed', 'system', 'DeadlineMissed', '2010-01-01');
    const taken = event('taken-back', 'system', 'EventRetracted', '2010-02-01', {
      relations: { withdraws: ['missed'] },
    });
    expect(await foundIn(changedAfterAnIncident, [incident, missed, taken])).toEqual([]);
  });

  it('is none where the change came first', async () => {
    const after = event('after', 'council', 'ContactTurnedAway', '2010-03-01');
    expect(await foundIn(changedAfterAnIncident, [view, correction, after])).toEqual([]);
  });
});

describe('ages in conflict', () => {
  const age = (
    label: string,
    by: 'council' | 'port' | 'force',
    details: Readonly<Record<string, unknown>>,
    on = '2010-06-01',
  ) => event(label, by, 'AgeDeterminationAsserted', on, { details });
  const inConflict = async (
    one: Readonly<Record<string, unknown>>,
    other: Readonly<Record<string, unknown>>,
  ) => (await foundIn(agesInConflict, [age('one', 'council', one), age('other', 'port', other)])).length > 0;

  it('are those that allow no day of birth in common', async () => {
    expect(await inConflict({ dateOfBirth: '1993-01-22' }, { dateOfBirth: '1987-06-11' })).toBe(true);
    expect(await inConflict({ dateOfBirth: '1993-01-22' }, { dateOfBirth: '1993' })).toBe(false);
    // On 1 June 2010 whoever is 17 was born from 2 June 1992 to 1 June 1993.
    expect(await inConflict({ ageFrom: 17, ageTo: 17 }, { dateOfBirth: '1993-06-01' })).toBe(false);
    expect(await inConflict({ ageFrom: 17, ageTo: 17 }, { dateOfBirth: '1993-06-02' })).toBe(true);
    expect(await inConflict({ ageFrom: 17, ageTo: 17 }, { dateOfBirth: '1992-06-02' })).toBe(false);
    expect(await inConflict({ ageFrom: 17, ageTo: 17 }, { dateOfBirth: '1992-06-01' })).toBe(true);
    expect(await inConflict({ ageFrom: 17, ageTo: 17, marginYears: 2 }, { dateOfBirth: '1991-01-01' })).toBe(
      false,
    );
    expect(await inConflict({ outcome: 'child' }, { outcome: 'adult' })).toBe(true);
    expect(await inConflict({ outcome: 'child' }, { outcome: 'undetermined' })).toBe(false);
    expect(await inConflict({ outcome: 'child' }, { ageFrom: 18, ageTo: 60 })).toBe(true);
  });

  it('count only what an agency last said and has not withdrawn, and every court', async () => {
    const child = { outcome: 'child', effect: 'treated-as-child' };
    const adult = { outcome: 'adult', effect: 'treated-as-adult' };
    const again = age('again', 'port', child, '2010-07-01');
    expect(
      await foundIn(agesInConflict, [age('one', 'council', child), age('other', 'port', adult), again]),
    ).toEqual([]);
    const withdrawal = event('no', 'port', 'AgeDeterminationWithdrawn', '2010-07-01', {
      relations: { withdraws: ['other'] },
    });
    const both = [age('one', 'council', child), age('other', 'port', adult)];
    expect(await foundIn(agesInConflict, [...both, withdrawal])).toEqual([]);
    const court = event('court', 'council', 'CourtAgeFindingRecorded', '2010-08-01', {
      details: { outcome: 'child', ageFound: 16 },
    });
    const found = await foundIn(agesInConflict, [...both, court]);
    expect(cited(found)).toEqual([
      'what-was-found one, what-was-found other',
      'what-was-found other, what-was-found court',
    ]);
    expect(found[0]?.facts).toEqual({ earlierEffect: 'treated-as-child', laterEffect: 'treated-as-adult' });
  });
});
