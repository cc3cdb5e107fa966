import { describe, expect, it } from '@jest/globals';
import { sampleRecord } from './sample-records.fixture.js';
import { storyTold } from './story-told.fixture.js';

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
