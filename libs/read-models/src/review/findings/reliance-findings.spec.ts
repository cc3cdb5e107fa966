import { describe, expect, it } from '@jest/globals';
import { circularReliance } from './circular-reliance.js';
import { cited, event, foundIn } from './found-in.fixture.js';
import { decisionWithoutGround, relianceOnWhatFell, whatFalls } from './lost-ground.js';

const age = (label: string, by: 'council' | 'port' | 'force', on: string, ...reliesOn: readonly string[]) =>
  event(label, by, 'AgeDeterminationAsserted', on, { relations: { reliesOn } });
const later = (label: string, on: string, about: string, basis: string, strength = 'main-basis') =>
  event(label, 'council', 'RelianceRecorded', on, {
    relations: { about: [about], reliesOn: [basis] },
    details: { strength },
  });
const withdrawn = (label: string, on: string, what: string) =>
  event(label, 'council', 'AgeDeterminationWithdrawn', on, { relations: { withdraws: [what] } });
const corrected = (label: string, on: string, what: string) =>
  event(label, 'council', 'EventCorrected', on, { relations: { corrects: [what] } });

const circle = [
  age('a', 'council', '2010-01-01'),
  age('b', 'port', '2010-01-02', 'a'),
  age('c', 'force', '2010-01-03', 'b'),
  later('closes', '2010-01-04', 'a', 'c'),
];

describe('circular reliance', () => {
  it('is found over any length, from the reliance that closed it until one of its events is broken', async () => {
    const found = await foundIn(circularReliance, [...circle, withdrawn('ends', '2010-01-14', 'b')]);
    expect(found).toMatchObject([
      {
        agencies: ['council', 'force', 'port'],
        from: '2010-01-04T00:00:00.000Z',
        days: 10,
        facts: { events: 3, restsOutside: false },
      },
    ]);
    expect(cited(found)).toEqual([
      'what-was-found a, what-was-found b, what-was-found c, tells-of-it closes',
    ]);
  });

  it('is none in a chain, nor where the reliance that would close it was recorded in error', async () => {
    expect(await foundIn(circularReliance, circle.slice(0, 3))).toEqual([]);
    const error = event('error', 'council', 'EventRetracted', '2010-01-05', {
      relations: { withdraws: ['closes'] },
    });
    expect(await foundIn(circularReliance, [...circle, error])).toEqual([]);
  });
});

describe('reliance on what fell', () => {
  it('says whether the mark was there before', async () => {
    const found = await foundIn(relianceOnWhatFell, [
      age('a', 'council', '2010-01-01'),
      age('b', 'port', '2010-01-02', 'a'),
      withdrawn('ends', '2010-01-14', 'a'),
      age('c', 'force', '2010-01-20', 'a'),
    ]);
    expect(found).toMatchObject([
      { agencies: ['council', 'port'], from: '2010-01-14T00:00:00.000Z', facts: { markedBefore: false } },
      { agencies: ['council', 'force'], from: '2010-01-20T00:00:00.000Z', facts: { markedBefore: true } },
    ]);
  });
});

describe('a decision without ground', () => {
  it('has each of its grounds taken away, and only from the last of them on', async () => {
    const events = [
      age('a', 'council', '2010-01-01'),
      age('b', 'force', '2010-01-01'),
      age('rests', 'port', '2010-01-02', 'a', 'b'),
      corrected('first', '2010-02-01', 'a'),
    ];
    expect(await foundIn(decisionWithoutGround, events)).toEqual([]);
    const found = await foundIn(decisionWithoutGround, [...events, withdrawn('second', '2010-03-01', 'b')]);
    expect(found).toMatchObject([{ from: '2010-03-01T00:00:00.000Z', until: null }]);
    expect(cited(found)).toEqual([
      'what-was-found rests, basis a, basis b, took-ground-away first, took-ground-away second',
    ]);
  });

  it('may lie several steps away from what was withdrawn', async () => {
    const found = await foundIn(decisionWithoutGround, [
      age('a', 'council', '2010-01-01'),
      age('b', 'port', '2010-01-02', 'a'),
      age('c', 'force', '2010-01-03', 'b'),
      withdrawn('ends', '2010-02-01', 'a'),
    ]);
    expect([...cited(found)].sort()).toEqual([
      'what-was-found b, basis a, took-ground-away ends',
      'what-was-found c, basis b, took-ground-away ends',
    ]);
  });

  it('is each one in a circle that rests on nothing else, without any mark', async () => {
    const found = await foundIn(decisionWithoutGround, circle);
    expect(found.map(({ cites, from }) => [cites[0]?.eventId, from])).toEqual([
      ['a', '2010-01-01T00:00:00.000Z'],
      ['b', '2010-01-02T00:00:00.000Z'],
      ['c', '2010-01-03T00:00:00.000Z'],
    ]);
  });

  it('is none where it was found to rest on the withdrawn one among several, or only mentions it', async () => {
    const events = (strength: string) => [
      age('a', 'council', '2010-01-01'),
      age('b', 'port', '2010-01-02'),
      later('found', '2010-01-04', 'b', 'a', strength),
      withdrawn('ends', '2010-02-01', 'a'),
    ];
    for (const strength of ['one-of-several', 'mentioned'])
      expect(await foundIn(decisionWithoutGround, events(strength))).toEqual([]);
    expect(await foundIn(decisionWithoutGround, events('sole-basis'))).toHaveLength(1);
  });

  it('is none that relied on a record after it had been put right', async () => {
    expect(
      await foundIn(decisionWithoutGround, [
        age('a', 'council', '2010-01-01'),
        corrected('right', '2010-01-02', 'a'),
        age('b', 'port', '2010-01-03', 'a'),
      ]),
    ).toEqual([]);
  });
});

describe('what falls', () => {
  it('is all that has no other ground, over any number of steps; the rest only rests on it', async () => {
    const found = await foundIn(
      whatFalls,
      [
        age('a', 'council', '2010-01-01'),
        age('other', 'force', '2010-01-01'),
        age('falls', 'port', '2010-01-02', 'a'),
        age('stands', 'force', '2010-01-03', 'a', 'other'),
        age('falls-too', 'council', '2010-01-04', 'falls'),
        age('after', 'council', '2010-03-01', 'a'),
        corrected('right', '2010-02-01', 'a'),
      ].sort((x, y) => (x.occurred < y.occurred ? -1 : 1)),
    );
    expect(found).toMatchObject([{ facts: { mark: 'corrected', fall: 2, restOnIt: 3 } }]);
    expect(cited(found)).toEqual([
      'what-was-found a, took-ground-away right, falls falls, falls falls-too, rests-on-it stands',
    ]);
  });
});
