import { describe, expect, it } from '@jest/globals';
import { samplesFrom } from './load-samples.js';
import { knownLabels, requestFor } from './requests.js';
import { directoryFrom } from './sample-directory.js';
import { storyFrom } from './sample-story.js';

const contact = {
  label: 'c1',
  who: 'ada-council',
  at: '2010-11-02T04:50',
  begins: 'one',
  do: 'ContactReceived',
  occurred: '2010-11-02',
  details: { channel: 'in-person' },
};
const escalation = {
  label: 'c2',
  who: 'ada-council',
  at: '2010-11-03T09:00',
  on: 'one',
  do: 'EscalationRaised',
  occurred: '2010-11-03',
  relations: { about: ['c1'] },
  details: { to: 'council' },
};
const story = (...actions: readonly unknown[]) => ({ story: 'one', actions });
const ada = {
  handle: 'ada-council',
  organisation: 'council',
  role: 'duty-worker',
  name: 'Ada',
  enrolled: '2009-01-05',
};
const directory = {
  adopted: '2002-01-01T09:00',
  registered: '2002-01-01T09:30',
  issuer: 'development',
  organisations: { council: { function: 'children-services', name: 'Council', contactPoint: 'the desk' } },
  people: [ada],
};

describe('a story file', () => {
  it('gives actions at the time on the clock in London', () => {
    const summer = { ...contact, at: '2010-07-02T04:50' };
    expect(storyFrom(story(contact)).actions[0]?.at).toBe('2010-11-02T04:50:00.000Z');
    expect(storyFrom(story(summer)).actions[0]?.at).toBe('2010-07-02T03:50:00.000Z');
  });

  it.each([
    ['an unknown key', { ...contact, when: 'today' }, 'Action 1 of one has the unknown key "when"'],
    ['no label', { ...contact, label: undefined }, 'Action 1 of one lacks "label"'],
    [
      'a type that nobody records',
      { ...contact, do: 'AgencyJoinedCase' },
      'Action c1 does what is no action',
    ],
    ['no place', { ...contact, begins: undefined }, 'Action c1 must have exactly one of on, begins'],
    ['two places', { ...contact, on: 'one' }, 'Action c1 must have exactly one of on, begins'],
    ['a link that it is not about', { ...escalation, on: undefined, link: 'l' }, 'Action c2 is about a case'],
    ['a case that it cannot begin', { ...escalation, on: undefined, begins: 'x' }, 'no case begins'],
    ['a source that is none', { ...contact, source: 'hearsay' }, 'source, must be one of own-act'],
    ['a relation that is none', { ...contact, relations: { because: ['x'] } }, 'unknown key "because"'],
    ['a part that is none', { ...contact, handling: { notForImmigration: ['voice'] } }, 'notForImmigration'],
    ['a time that is none', { ...contact, at: 'yesterday' }, 'Action c1, at, must be a date or a minute'],
  ])('is refused for an action with %s', (_what, action, problem) => {
    expect(() => storyFrom(story(action))).toThrow(problem);
  });

  it('is refused where it goes back in time', () => {
    expect(() => storyFrom(story(escalation, contact))).toThrow('Action c1 is recorded before c2');
  });

  it('is refused where two actions have one label, in one story or in two', () => {
    expect(() => samplesFrom(directory, [story(contact, { ...escalation, label: 'c1' })])).toThrow(
      'The label c1 is given to two actions',
    );
    expect(() => samplesFrom(directory, [story(contact), story(contact)])).toThrow('The label c1');
  });
});

describe('a directory file', () => {
  it.each([
    ['of no listed organisation', { ...ada, organisation: 'nowhere' }, 'an organisation that is not listed'],
    ['in a role of another function', { ...ada, role: 'investigator' }, 'Person ada-council, role,'],
    ['under a supervisor who is not listed', { ...ada, supervisor: 'bea-council' }, 'has a supervisor who'],
    ['whose handle is no slug', { ...ada, handle: 'Ada' }, 'needs a handle'],
  ])('is refused for a person %s', (_what, person, problem) => {
    expect(() => directoryFrom({ ...directory, people: [person] })).toThrow(problem);
  });

  it('is refused where a handle is given twice, or somebody unknown is suspended', () => {
    expect(() => directoryFrom({ ...directory, people: [ada, ada] })).toThrow('have a handle twice');
    const suspension = { person: 'bea-council', at: '2010-01-04', cause: 'left' };
    expect(() => directoryFrom({ ...directory, suspensions: [suspension] })).toThrow('who is not listed');
  });
});

describe('the request of a sample action', () => {
  const read = samplesFrom(directory, [story(contact, escalation)]);
  const [first, second] = read.stories[0]!.actions;

  it('has ids where the story has labels, and a key that its label alone gives', () => {
    const known = knownLabels();
    known.cases.set('one', 'case-id');
    known.events.set('c1', 'event-id');
    expect(requestFor(second!, known, read.directory)).toMatchObject({
      principal: { person: 'ada-council', organisation: 'council', role: 'duty-worker' },
      purpose: 'safeguarding',
      caseId: 'case-id',
      linkId: null,
      key: 'sample-c2',
      relations: [{ kind: 'about', event: 'event-id' }],
      details: { to: 'council' },
    });
  });

  it('cannot be made where it names what no action before it has begun, or somebody unknown', () => {
    expect(() => requestFor(second!, knownLabels(), read.directory)).toThrow('Action c2 names a case');
    const stranger = { ...first!, who: 'bea-council' };
    expect(() => requestFor(stranger, knownLabels(), read.directory)).toThrow(
      'a person who is not in the directory',
    );
    const hidden = { ...first!, handling: { neverTo: ['bea-council'] } };
    expect(() => requestFor(hidden, knownLabels(), read.directory)).toThrow('names somebody who is not');
  });
});
