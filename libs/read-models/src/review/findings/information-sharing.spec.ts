import { describe, expect, it } from '@jest/globals';
import { cited, event, foundIn } from './found-in.fixture.js';
import { askedAndRefused, askedAndUnanswered, withheldUnasked } from './information-not-given.js';
import { unreadAtADecision } from './unread-at-a-decision.js';

const logs = [
  event('log-1', 'council', 'ContactReceived', '2007-02-26'),
  event('log-2', 'council', 'ContactReceived', '2008-09-30'),
];
const request = event('request', 'force', 'DisclosureRequested', '2011-02-01', {
  details: { askedOf: 'council', answerNeededBy: '2011-02-08' },
});
const refusal = (...about: readonly string[]) =>
  event('refusal', 'council', 'DisclosureRefused', '2011-02-10', {
    relations: { about: ['request', ...about] },
    details: { refusedTo: 'force', ground: 'data-protection' },
  });
const disclosure = (label: string, on: string, to: string, ...discloses: readonly string[]) =>
  event(label, 'council', 'DisclosureMade', on, {
    relations: { discloses, about: ['request'] },
    details: { disclosedTo: to },
  });
const end = event('end', 'refuge', 'ChildViewRecorded', '2011-06-01');

describe('asked for and refused', () => {
  it('lasts until all that was refused has been given to the one that asked', async () => {
    const refused = [...logs, request, refusal('log-1', 'log-2')];
    const part = disclosure('part', '2011-03-01', 'force', 'log-1');
    expect(await foundIn(askedAndRefused, [...refused, part])).toMatchObject([
      { agencies: ['council', 'force'], until: null, facts: { refused: 2, stillRefused: 1 } },
    ]);
    const rest = disclosure('rest', '2011-03-10', 'force', 'log-2');
    const found = await foundIn(askedAndRefused, [...refused, part, rest]);
    expect(found).toMatchObject([{ days: 28, facts: { stillRefused: 0, ground: 'data-protection' } }]);
    expect(cited(found)).toEqual([
      'what-was-found refusal, what-it-is-about request, outcome part, outcome rest',
    ]);
  });

  it('is not ended by giving it to somebody else', async () => {
    const elsewhere = disclosure('elsewhere', '2011-03-01', 'refuge', 'log-1');
    expect(await foundIn(askedAndRefused, [...logs, request, refusal('log-1'), elsewhere])).toMatchObject([
      { until: null },
    ]);
  });

  it('where it names no event, is ended by a disclosure about the same request', async () => {
    expect(await foundIn(askedAndRefused, [...logs, request, refusal()])).toMatchObject([{ until: null }]);
    const answer = disclosure('answer', '2011-02-20', 'force', 'log-1');
    expect(await foundIn(askedAndRefused, [...logs, request, refusal(), answer])).toMatchObject([
      { days: 10 },
    ]);
  });
});

describe('asked for and not answered', () => {
  it('is found once the date for an answer is past, or 28 days where there is none', async () => {
    expect(await foundIn(askedAndUnanswered, [request])).toEqual([]);
    expect(await foundIn(askedAndUnanswered, [request, end])).toMatchObject([
      { agencies: ['council', 'force'], facts: { due: '2011-02-08T23:59:59.999Z' } },
    ]);
    const undated = { ...request, details: { askedOf: 'council' } };
    const soon = { ...end, occurred: '2011-02-20' };
    expect(await foundIn(askedAndUnanswered, [undated, soon])).toEqual([]);
    expect(await foundIn(askedAndUnanswered, [undated, end])).toHaveLength(1);
  });

  it('is not found where it was refused or made', async () => {
    expect(await foundIn(askedAndUnanswered, [request, refusal(), end])).toEqual([]);
    const answer = disclosure('answer', '2011-02-20', 'force', 'log-1');
    expect(await foundIn(askedAndUnanswered, [...logs, request, answer, end])).toEqual([]);
  });
});

describe('withheld though nobody asked', () => {
  const withheld = event('withheld', 'council', 'DisclosureWithheld', '2011-01-01', {
    relations: { about: ['log-1'] },
    details: { withheldFrom: ['force', 'port'], reason: 'trust-of-the-child' },
  });

  it('lasts until all from whom it was withheld have got it', async () => {
    const toForce = disclosure('to-force', '2011-03-01', 'force', 'log-1');
    const found = await foundIn(withheldUnasked, [...logs, withheld, toForce]);
    expect(found).toMatchObject([
      { agencies: ['council', 'force', 'port'], until: null, facts: { reason: 'trust-of-the-child' } },
    ]);
    const toPort = disclosure('to-port', '2011-04-01', 'port', 'log-1');
    expect(await foundIn(withheldUnasked, [...logs, withheld, toForce, toPort])).toMatchObject([
      { days: 90 },
    ]);
  });
});

describe('visible and unread at a decision', () => {
  const sign = event('sign', 'hospital', 'HealthAttendanceRecorded', '2010-01-01');
  const other = event('other', 'hospital', 'HealthAttendanceRecorded', '2010-02-01');
  const decision = (label: string, on: string) => event(label, 'council', 'CaseClosed', on);
  const spells = [
    { agency: 'council', event: 'sign', from: '2010-01-02' },
    { agency: 'council', event: 'other', from: '2010-02-02' },
  ];

  it('cites each unread event at the first decision at which it was unread, and counts all', async () => {
    const events = [
      sign,
      decision('one', '2010-01-10'),
      other,
      decision('two', '2010-02-10'),
      decision('three', '2010-03-10'),
    ];
    const found = await foundIn(unreadAtADecision, events, { spells });
    expect(found.map(({ facts }) => facts)).toEqual([
      { unread: 1, unreadForTheFirstTime: 1 },
      { unread: 2, unreadForTheFirstTime: 1 },
    ]);
    expect(cited(found)).toEqual(['what-was-found one, unread sign', 'what-was-found two, unread other']);
  });

  it('is not what somebody there had opened, what shows as a stub, or what came to be visible later', async () => {
    const events = [sign, decision('one', '2010-01-10')];
    const openings = [{ agency: 'council', event: 'sign', at: '2010-01-09' }];
    expect(await foundIn(unreadAtADecision, events, { spells, openings })).toEqual([]);
    expect(
      await foundIn(unreadAtADecision, events, { spells, openings: [{ ...openings[0]!, at: '2010-01-11' }] }),
    ).toHaveLength(1);
    expect(await foundIn(unreadAtADecision, events, { spells: [{ ...spells[0]!, level: 'stub' }] })).toEqual(
      [],
    );
    expect(
      await foundIn(unreadAtADecision, events, { spells: [{ ...spells[0]!, from: '2010-01-11' }] }),
    ).toEqual([]);
  });
});
