import { describe, expect, it } from '@jest/globals';
import type { EventHeader, Relation } from '#casework';
import { parseOccurred, type EventId } from '#kernel';
import { positionAt } from '../../timeline/story.fixture.js';
import type { KnowledgeState, ReviewedEvent } from '../record-under-review.js';
import type { PlacedSpell } from '../replay/replay.js';
import { given } from '../../timeline/given.js';
import { isExact, isUncertain } from './dates.js';
import { heldBackFrom } from './held-back.js';
import { knowledgeFrom } from './knowledge.js';
import { momentOf } from './moment-of-a-decision.js';
import { openingsFrom, type PlacedOpening } from './openings.js';

const occurredOn = (text: string) => {
  const read = parseOccurred(text);
  if (!read.ok) throw new Error(read.reason);
  return read.value;
};

/** Recorded by the council at a minute of one afternoon, at the place of that minute in the log. */
const at = (minute: number): string => `2010-06-01T12:${String(minute).padStart(2, '0')}:00.000Z`;

const event = (minute: number, occurred = '2010-06-01T11:00'): ReviewedEvent =>
  ({
    eventId: `e${minute}`,
    position: positionAt(minute),
    occurred: occurredOn(occurred),
    recordedAt: at(minute),
    organisation: 'council',
  }) as ReviewedEvent;

const spell = (level: PlacedSpell['level'], from: number, until: number | null): PlacedSpell => ({
  ...{
    level,
    given: given(`${level} 0`),
    policyVersion: 'p',
    from: at(from),
    fromPosition: positionAt(from),
  },
  until: until === null ? null : at(until),
  untilPosition: until === null ? null : positionAt(until),
});

interface Had {
  readonly spells?: readonly PlacedSpell[];
  readonly openings?: readonly PlacedOpening[];
}

const stateOf = (
  agency: string,
  of: ReviewedEvent,
  minute: number,
  { spells = [], openings = [] }: Had = {},
  said: Parameters<typeof heldBackFrom>[0] = [],
): KnowledgeState =>
  knowledgeFrom({
    replayed: { spells: () => spells },
    openings: () => openings,
    heldBack: heldBackFrom(said),
  }).stateOf(agency, of, { at: at(minute), before: null });

const opening = (minute: number): PlacedOpening => ({
  ...{ at: at(minute), position: positionAt(minute), person: 'p', role: 'officer' },
});

describe('how an event stands for an agency', () => {
  it('is opened for its recorder from its recording on, whoever read it', () => {
    expect(stateOf('council', event(10), 9)).toBe('not-yet-recorded');
    expect(stateOf('council', event(10), 10)).toBe('opened');
  });

  it('is opened from the first opening on, also when it is visible no more', () => {
    const had = { spells: [spell('full', 10, 20)], openings: [opening(15)] };
    const states = [14, 15, 25].map((minute) => stateOf('police', event(10), minute, had));
    expect(states).toEqual(['visible-unread', 'opened', 'opened']);
  });

  it('is a stub, unread, or elsewhere, as it was visible then', () => {
    const spells = [spell('stub', 12, 20), spell('partial', 20, 30)];
    const states = [11, 12, 19, 20, 30].map((minute) => stateOf('police', event(10), minute, { spells }));
    expect(states).toEqual(['held-elsewhere', 'stub-only', 'stub-only', 'visible-unread', 'held-elsewhere']);
  });

  it.each([
    ['2010-06-01', 'not-yet-occurred'],
    ['2010-05', 'not-yet-recorded'],
    ['2010-05/2010-07', 'not-yet-occurred'],
    ['2010-05/..', 'not-yet-recorded'],
    ['2010-06-01T11:00', 'not-yet-recorded'],
    ['2010-06-01T14:00', 'not-yet-occurred'],
  ])('of %s counts as occurred from the latest instant on: %s', (occurred, state) => {
    expect(stateOf('police', event(50, occurred), 5)).toBe(state);
  });

  it('tells two records of one instant apart by their places in the log', () => {
    const [first, second] = [event(10), { ...event(11), recordedAt: at(10) }];
    const knowledge = knowledgeFrom({
      replayed: { spells: () => [] },
      openings: () => [],
      heldBack: heldBackFrom([]),
    });
    const moment = { at: at(10), before: positionAt(11) };
    expect(knowledge.stateOf('police', first, moment)).toBe('held-elsewhere');
    expect(knowledge.stateOf('police', second, moment)).toBe('not-yet-recorded');
  });
});

const said = (
  minute: number,
  type: string,
  by: string,
  relations: readonly [Relation['kind'], EventId][] = [],
  concerns: EventHeader['concerns'] = {},
) => ({
  position: positionAt(minute),
  header: {
    ...{ id: `e${minute}`, type, concerns, recordedAt: at(minute) },
    recordedBy: { organisation: by, person: 'p', role: 'system' },
    relations: relations.map(([kind, id]) => ({ kind, event: id })),
  } as unknown as EventHeader,
});

describe('what was refused or withheld', () => {
  const contact = said(10, 'ContactReceived', 'council');
  const other = said(11, 'ContactReceived', 'council');
  const request = said(12, 'DisclosureRequested', 'police', [], { askedOf: 'council' });
  const toPolice = { refusedTo: 'police' };

  it('stands from the refusal to the disclosure, of the events that the refusal names', () => {
    const named: [Relation['kind'], EventId][] = [
      ['about', 'e12'],
      ['about', 'e10'],
    ];
    const story = [
      ...[contact, other, request, said(13, 'DisclosureRefused', 'council', named, toPolice)],
      said(20, 'DisclosureMade', 'council', [['discloses', 'e10']], { disclosedTo: 'police' }),
    ];
    const states = [12, 13, 19, 20].map((minute) => stateOf('police', event(10), minute, {}, story));
    expect(states).toEqual(['held-elsewhere', 'refused', 'refused', 'held-elsewhere']);
    expect(stateOf('police', event(11), 15, {}, story)).toBe('held-elsewhere');
    expect(stateOf('clinic', event(10), 15, {}, story)).toBe('held-elsewhere');
  });

  it('is all that the refuser had recorded, where neither refusal nor request names an event', () => {
    const story = [
      ...[contact, other, request],
      said(13, 'DisclosureRefused', 'council', [['about', 'e12']], toPolice),
    ];
    const states = [10, 11, 14].map((minute) => stateOf('police', event(minute), 30, {}, story));
    expect(states).toEqual(['refused', 'refused', 'held-elsewhere']);
  });

  it('is not for another to refuse: only the holder does', () => {
    const story = [contact, request, said(13, 'DisclosureRefused', 'clinic', [['about', 'e10']], toPolice)];
    expect(stateOf('police', event(10), 30, {}, story)).toBe('held-elsewhere');
  });

  it('is withheld where nobody had asked, and refused where somebody had', () => {
    const withheld = said(13, 'DisclosureWithheld', 'council', [['about', 'e10']], {
      withheldFrom: ['police'],
    });
    expect(stateOf('police', event(10), 30, {}, [contact, withheld])).toBe('withheld');
    const refused = said(14, 'DisclosureRefused', 'council', [['about', 'e10']], toPolice);
    expect(stateOf('police', event(10), 30, {}, [contact, withheld, refused])).toBe('refused');
    const stub = { spells: [spell('stub', 10, null)] };
    expect(stateOf('police', event(10), 30, stub, [contact, refused])).toBe('stub-only');
  });
});

describe('the moment of a decision', () => {
  it.each([
    ['its own instant', '2010-06-01T12:05+01:00', '2010-06-01T11:05:00.000Z', false],
    ['its recording, on the day', '2010-06-01', at(10), true],
    ['the end of its day, where it was recorded later', '2010-05-30', '2010-05-30T22:59:59.999Z', false],
  ])('is %s', (_, occurred, moment, placed) => {
    expect(momentOf(event(10, occurred))).toEqual({ at: moment, before: placed ? positionAt(10) : null });
  });

  it('is marked where the day is not known', () => {
    const dates = [
      '2010-06-01',
      '2010-06-01T11:00',
      '2010-06',
      '2010-06-01?',
      '2009-1X',
      '2009/2010',
      '2010~',
    ];
    const isMarked = (text: string) => isUncertain({ text });
    expect(dates.filter(isMarked)).toEqual(['2010-06', '2010-06-01?', '2009-1X', '2009/2010', '2010~']);
    expect(dates.filter((text) => isExact({ text }))).toEqual(['2010-06-01T11:00']);
  });
});

describe('an opening', () => {
  it('is words handed over; codes that went by in a list are none', () => {
    const row = {
      organisation: 'police',
      person: 'p',
      role: 'officer',
      recorded_at: at(5),
      position: positionAt(5),
    };
    const handedOver = [
      { event: 'read', parts: ['core.coded', 'care.told'] },
      { event: 'listed', parts: ['core.coded'] },
    ];
    const openings = openingsFrom([{ row, details: { handedOver } } as never]);
    expect(openings('police', 'read')).toHaveLength(1);
    expect(openings('police', 'listed')).toEqual([]);
    expect(openings('clinic', 'read')).toEqual([]);
  });
});
