import { beforeAll, describe, expect, it } from '@jest/globals';
import { answered, type BuiltRecord, type GivenEvent } from '../record.fixture.js';
import type { Finding } from './finding.js';
import { findingsQuestion } from './findings-question.js';
import { sampleRecord } from './sample-records.fixture.js';

/** A finding in one line: the days that it spans, whom it concerns and the events that it cites. */
const told = ({ from, until, days, agencies, cites }: Finding): string =>
  [
    `${from.slice(0, 10)}/${until === null ? '..' : until.slice(0, 10)}`,
    ...(days === null ? [] : [`${days} days`]),
    agencies.join('+'),
    cites.map(({ as, eventId }) => `${as} ${eventId}`).join(', '),
  ].join(' | ');

const storyTold = (record: () => BuiltRecord) => {
  let findings: readonly Finding[] = [];
  beforeAll(async () => {
    findings = await answered(findingsQuestion, record()).answer;
  });
  return {
    by: (definition: string) => findings.filter((finding) => finding.definition === definition),
    told: (definition: string) => findings.filter((finding) => finding.definition === definition).map(told),
    definitions: () => [...new Set(findings.map(({ definition }) => definition))].sort(),
  };
};

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
      { opened: 2, 'held-elsewhere': 5, 'not-yet-recorded': 8, 'not-yet-occurred': 48 },
      { opened: 2, 'held-elsewhere': 5, 'not-yet-recorded': 8, 'not-yet-occurred': 48 },
      { opened: 1, 'held-elsewhere': 6, 'not-yet-recorded': 8, 'not-yet-occurred': 48 },
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
    expect(told('only-immigration-moves')).toEqual(['2011-03-01/.. | border | before m31, meanwhile m1']);
  });
});

describe('the record of Adaeze', () => {
  const { by, told } = storyTold(() => sampleRecord('adaeze'));

  it('tells that 385 days passed from her account at the police to a recorded crime', () => {
    expect(told('belief-lag')).toEqual([
      '2010-02-08/.. | southquay | first-account a4',
      '2010-02-10/2011-03-02 | 385 days | metro-police | first-account a9, acceptance a27',
    ]);
  });

  it('tells that she was turned away once and that no acceptance is on record', () => {
    expect(told('turned-away-before-acceptance')).toEqual(['2010-02-08/.. | southquay | what-was-found a7']);
    expect(by('contact-turned-away')[0]).toMatchObject({
      facts: { number: 1, reason: 'age-disputed', managerAgreed: true },
      held: [
        {
          agency: 'hilltop-school',
          counts: { opened: 1, 'held-elsewhere': 3, 'not-yet-recorded': 2, 'not-yet-occurred': 45 },
          unshared: ['a3'],
        },
      ],
    });
    expect(told('referral-rejected')).toEqual([
      '2010-02-10/.. | metro-police | what-was-found a10, what-it-is-about a9-to-investigate',
    ]);
    expect(by('referral-rejected')[0]?.held.map(({ agency }) => agency)).toEqual([
      'harbour',
      'hilltop-school',
      'southquay',
    ]);
  });

  it('tells that two determinations of her age rested on one another until one was withdrawn', () => {
    expect(told('circular-reliance')).toEqual([
      '2010-03-03/2011-02-07 | 341 days | border+southquay | what-was-found a12, what-was-found a6, tells-of-it a13',
    ]);
    expect(by('circular-reliance')[0]?.facts).toEqual({ events: 2, restsOutside: true });
  });

  it('tells what fell when the record of the carrier was corrected, and when the first determination was withdrawn', () => {
    const falls = by('what-falls').map(({ cites, facts }) => ({
      facts,
      falls: cites.filter(({ as }) => as === 'falls').map(({ eventId }) => eventId),
      rests: cites.filter(({ as }) => as === 'rests-on-it').map(({ eventId }) => eventId),
    }));
    expect(falls).toEqual([
      {
        facts: { mark: 'corrected', fall: 7, restOnIt: 7 },
        falls: ['a6', 'a7', 'a12', 'a14', 'a14-to-authority', 'a15', 'a29'],
        rests: [],
      },
      {
        facts: { mark: 'withdrawn', fall: 1, restOnIt: 6 },
        falls: ['a7'],
        rests: ['a12', 'a14', 'a14-to-authority', 'a15', 'a29'],
      },
    ]);
  });

  it('tells which decisions have no ground left from the correction on', () => {
    const without = by('decision-without-ground');
    expect(without.map(({ cites, from, until }) => [cites[0]?.eventId, from, until])).toEqual(
      expect.arrayContaining([
        ['a6', '2010-06-18T10:15:00.000Z', '2011-02-07T11:30:00.000Z'],
        ['a7', '2010-06-18T10:15:00.000Z', null],
        ['a12', '2010-06-18T10:15:00.000Z', null],
        ['a14', '2010-06-18T10:15:00.000Z', null],
        ['a15', '2010-06-18T10:15:00.000Z', null],
        // Border maintained 1987 when the ground was long gone.
        ['a29', '2011-04-18T14:20:00.000Z', null],
      ]),
    );
    expect(without).toHaveLength(6);
    expect(told('reliance-on-what-fell')).toEqual(
      expect.arrayContaining([
        '2010-06-18/.. | border+southquay | what-was-found a12, basis a1, basis a6, took-ground-away a20, took-ground-away a24',
        '2011-02-07/.. | competent-authority+southquay | what-was-found a15, basis a6, took-ground-away a24',
        '2011-02-07/.. | southquay | what-was-found a7, basis a6, took-ground-away a24',
      ]),
    );
    expect(by('reliance-on-what-fell')).toHaveLength(3);
  });

  it('tells of a referral to the mechanism without one for her protection, for 169 days', () => {
    expect(told('no-child-protection-referral')).toEqual([
      '2010-03-15/2010-08-31 | 169 days | border | what-was-found a14, after a21-to-southquay',
    ]);
    expect(by('no-child-protection-referral')[0]?.facts).toEqual({ claimedToBeMade: false });
  });

  it('tells when only immigration moved', () => {
    expect(told('only-immigration-moves')).toEqual([
      '2010-03-03/2010-04-12 | 40 days | border | before a13, meanwhile a14, meanwhile a14-to-authority, after a16',
      '2010-05-17/2010-08-31 | 106 days | border | before a18, meanwhile a19, meanwhile a20, after a21-to-southquay',
      '2011-03-09/2011-05-13 | 65 days | border | before a28, meanwhile a29, after a30-proposed',
    ]);
  });

  it('tells that border still holds another age than the council and the clinic', () => {
    expect(told('ages-in-conflict').sort()).toEqual([
      '2011-04-18/.. | border+riverside-clinic | what-was-found a18, what-was-found a29',
      '2011-04-18/.. | border+southquay | what-was-found a23, what-was-found a29',
    ]);
  });

  it('tells what was withheld, lost, recorded late and changed after she was turned away', () => {
    expect(told('withheld-unasked')).toEqual([
      '2010-11-29/.. | border+harbour+southquay | what-was-found a22, not-given a2',
    ]);
    expect(told('evidence-lost')).toEqual(['2011-03-09/.. | metro-police | what-was-found a28']);
    expect(told('late-entry')).toEqual(['2002-09-03/2010-02-12 | 2719 days | border | what-was-found a1']);
    expect(told('changed-after-an-incident').sort()).toEqual([
      '2010-02-08/2010-06-18 | 130 days | border | what-was-found a20, what-it-is-about a1, incident a7',
      '2010-02-08/2011-02-07 | 364 days | southquay | what-was-found a24, what-it-is-about a6, incident a7',
    ]);
  });
});

describe('the record of Quan', () => {
  const { by, told, definitions } = storyTold(() => sampleRecord('quan'));

  it('tells that he was turned away once, on the word of the police, and what they held', () => {
    expect(told('turned-away-before-acceptance')).toEqual([
      '2010-11-03/2010-11-04 | 1 days | fairholt | what-was-found q7, acceptance q9-decision',
    ]);
    const [turnedAway] = by('contact-turned-away');
    expect(turnedAway?.facts.reason).toBe('believed-adult');
    expect(turnedAway?.held.find(({ agency }) => agency === 'westmarch-police')?.unshared).toEqual(
      expect.arrayContaining(['q1', 'q3', 'q4']),
    );
  });

  it('tells that the telephone data were lost by the day on which they perished, and so not left to perish', () => {
    expect(told('evidence-lost')).toEqual([
      '2010-11-12/.. | westmarch-police | what-was-found q23, what-it-is-about q14',
    ]);
    expect(told('evidence-left-to-perish')).toEqual([]);
  });

  it('tells of 115 days in which nobody did anything while he was missing', () => {
    expect(told('long-silence')).toEqual([
      '2010-11-12/2011-03-07 | 115 days | competent-authority+fairholt | ' +
        'before q23, left-open q10, left-open q11, left-open q15, left-open q20-enquiry, left-open q22, after q25',
    ]);
  });

  it('tells that police and border still hold him to be an adult', () => {
    expect(told('ages-in-conflict').sort()).toEqual([
      '2010-11-04/.. | border+fairholt | what-was-found q5, what-was-found q9',
      '2010-11-04/.. | fairholt+westmarch-police | what-was-found q3, what-was-found q9',
    ]);
  });

  it('tells nothing else: the closure while he was missing was refused, and is on no record', () => {
    expect(definitions()).toEqual([
      'ages-in-conflict',
      'belief-lag',
      'contact-turned-away',
      'evidence-lost',
      'long-silence',
      'turned-away-before-acceptance',
    ]);
    expect(told('belief-lag')).toEqual([
      '2010-11-03/2010-11-04 | 1 days | fairholt | first-account q6, acceptance q9-decision',
    ]);
  });
});
