import { describe, expect, it } from '@jest/globals';
import type { GivenEvent } from '../record.fixture.js';
import { sampleRecord } from './sample-records.fixture.js';
import { storyTold } from './story-told.fixture.js';

const missed = (label: string, about: string, due: string, responsible: string): GivenEvent => ({
  label,
  by: 'system',
  type: 'DeadlineMissed',
  occurred: due,
  at: '2011-04-30',
  relations: { about: [about] },
  details: {
    duty: 'referral-decision',
    rule: 'referral decision, 2006',
    strength: 'guidance',
    responsible,
    due,
  },
});

describe('the record of Miriam', () => {
  const { by, told, definitions } = storyTold(() =>
    sampleRecord('miriam', {
      also: [
        missed('m14-5', 'm5', '2007-02-27', 'northbridge'),
        missed('m14-8', 'm8', '2007-06-05', 'eastmoor'),
        missed('m14', 'm12', '2008-10-01', 'northbridge'),
      ],
    }),
  );

  it('tells that she was turned away three times before anybody accepted her, 1353 days after the first', () => {
    expect(told('turned-away-before-acceptance')).toEqual([
      '2007-02-26/2010-11-10 | 1353 days | eastmoor+northbridge | ' +
        'what-was-found m6, what-was-found m9, what-was-found m13, acceptance m15-northbridge-decides',
    ]);
  });

  it('tells on what ground each time, and who held what on that day', () => {
    const held = by('contact-turned-away').map((finding) => ({
      by: finding.agencies,
      on: finding.from,
      ground: finding.facts.reason,
      held: Object.fromEntries(finding.held.map(({ agency, unshared }) => [agency, unshared])),
    }));
    expect(held).toEqual([
      {
        by: ['northbridge'],
        on: '2007-02-26T10:45:00.000Z',
        ground: 'no-asylum-status',
        held: { 'st-brides': ['m3'] },
      },
      {
        by: ['eastmoor'],
        on: '2007-06-04T13:35:00.000Z',
        ground: 'no-recourse-to-public-funds',
        held: { northbridge: ['m5', 'm6'], 'st-brides': ['m3'] },
      },
      {
        by: ['northbridge'],
        on: '2008-09-30T14:50:00.000Z',
        ground: 'immigration-matter',
        held: { eastmoor: ['m8', 'm9'], 'metro-police': ['m10', 'm11'], 'st-brides': ['m3'] },
      },
    ]);
    // m1, m2, m4, m7, m12 and m13 had occurred and nobody had recorded them yet, nor the clock the two duties missed in 2007.
    const [, , third] = by('contact-turned-away');
    expect(third?.held.map(({ counts }) => counts)).toEqual([
      { opened: 2, 'held-elsewhere': 5, 'not-yet-recorded': 8, 'not-yet-occurred': 49 },
      { opened: 2, 'held-elsewhere': 5, 'not-yet-recorded': 8, 'not-yet-occurred': 49 },
      { opened: 1, 'held-elsewhere': 6, 'not-yet-recorded': 8, 'not-yet-occurred': 49 },
    ]);
  });

  it('tells how long each council took to believe her: 1353 days, and never', () => {
    expect(told('belief-lag')).toEqual([
      '2007-02-26/2010-11-10 | 1353 days | northbridge | first-account m5, acceptance m15-northbridge-decides',
      '2007-06-04/.. | eastmoor | first-account m8',
    ]);
  });

  it('tells of each referral decision that was never made in time', () => {
    expect(told('duty-missed')).toEqual([
      '2007-02-27/.. | northbridge | what-was-found m14-5, what-it-is-about m5',
      '2007-06-05/.. | eastmoor | what-was-found m14-8, what-it-is-about m8',
      '2008-10-01/.. | northbridge | what-was-found m14, what-it-is-about m12',
    ]);
    expect(by('duty-missed')[2]?.facts).toEqual({
      duty: 'referral-decision',
      rule: 'referral decision, 2006',
      strength: 'guidance',
    });
    expect(by('duty-missed')[2]?.held.map(({ agency, unshared }) => [agency, unshared])).toEqual([
      ['eastmoor', ['m8', 'm9']],
      ['metro-police', ['m10', 'm11']],
      ['st-brides', ['m3']],
    ]);
  });

  it('tells of four silences while her contacts waited for a decision', () => {
    expect(told('long-silence')).toEqual([
      '2007-02-26/2007-06-04 | 98 days | northbridge | before m6, left-open m5, after m8',
      '2007-06-04/2008-01-15 | 225 days | eastmoor+northbridge | before m9, left-open m5, left-open m8, after m10',
      '2008-01-15/2008-09-30 | 259 days | eastmoor+northbridge | before m11, left-open m5, left-open m8, after m12',
      '2008-09-30/2010-11-02 | 763 days | eastmoor+northbridge | before m13, left-open m5, left-open m8, left-open m12, after m15',
    ]);
  });

  it('tells what was refused and stayed refused, and what was asked for and never answered', () => {
    expect(told('asked-and-refused')).toEqual([
      '2011-02-10/.. | metro-police+northbridge | ' +
        'what-was-found m29, what-it-is-about m28, not-given m12, not-given m13, outcome m31',
    ]);
    expect(by('asked-and-refused')[0]?.facts).toEqual({
      refused: 4,
      stillRefused: 2,
      ground: 'data-protection',
    });
    expect(told('asked-and-unanswered')).toEqual([
      '2011-02-08/.. | border+metro-police | what-was-found m28-to-border',
    ]);
  });

  it('tells of the photographs, of which only the year is known when they were destroyed', () => {
    const [lost] = by('evidence-lost');
    expect(lost).toMatchObject({
      agencies: ['metro-police'],
      from: '2010-12-31T23:59:59.999Z',
      dateUncertain: true,
      facts: { reason: 'destroyed-by-holder', item: 'medical-photographs-or-notes' },
    });
    expect(lost?.held.map(({ agency }) => agency)).toEqual([
      'asylum',
      'competent-authority',
      'eastmoor',
      'lantern',
      'northbridge',
      'st-brides',
    ]);
  });

  it('tells which determinations of her age are still in conflict, and what was recorded late', () => {
    expect(told('ages-in-conflict')).toEqual([
      '2010-11-30/.. | asylum+northbridge | what-was-found m17, what-was-found m20',
    ]);
    expect(told('late-entry')).toEqual([
      '2004-07-18/2011-03-02 | 2418 days | border | what-was-found m1',
      '2007-02-26/2011-01-10 | 1414 days | lantern | what-was-found m7',
      '2010-12-31/2011-01-20 | 20 days | metro-police | what-was-found m27',
    ]);
  });

  it('tells nothing else, least of all of a referral beside which there was one for her protection', () => {
    expect(definitions()).toEqual([
      'ages-in-conflict',
      'asked-and-refused',
      'asked-and-unanswered',
      'belief-lag',
      'contact-turned-away',
      'duty-missed',
      'evidence-lost',
      'late-entry',
      'long-silence',
      'only-immigration-moves',
      'turned-away-before-acceptance',
    ]);
    // The landing record, and the competent authority's decision, which moves neither track.
    expect(told('only-immigration-moves')).toEqual([
      '2011-03-01/2011-05-17 | 77 days | border | before m31, meanwhile m1, after m33-released',
    ]);
  });
});
