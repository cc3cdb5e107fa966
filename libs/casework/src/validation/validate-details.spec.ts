import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdentityAliasRecorded } from '../age-and-identity/events.js';
import { TravelDocumentExamined } from '../border/events.js';
import { declarations } from '../catalogue.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralMade } from '../intake/referral-events.js';
import { RecordLinkProposed } from '../record-links/events.js';
import { exampleDetails } from '../story.fixture.js';
import { validateDetails } from './validate-details.js';

const contact = exampleDetails(ContactReceived);
const problemsOf = (declaration: Parameters<typeof validateDetails>[0], input: unknown) => {
  const read = validateDetails(declaration, input);
  return read.ok ? [] : read.reason;
};
const problemOf = (more: Readonly<Record<string, unknown>>) =>
  problemsOf(ContactReceived, { ...contact, ...more });

describe('what somebody sent as the details of an action', () => {
  it('is taken as it was sent where it is as declared, for every type of event', () => {
    for (const declaration of declarations) {
      const details = exampleDetails(declaration);
      expect([declaration.type, validateDetails(declaration, details)]).toEqual([
        declaration.type,
        { ok: true, value: details },
      ]);
    }
  });

  it('is refused for every field that must be there and is not, all at once', () => {
    for (const declaration of declarations) {
      const required = Object.entries(declaration.fields).filter(([, { optional }]) => !optional);
      expect(problemsOf(declaration, {}).map(({ field }) => field)).toEqual(required.map(([name]) => name));
    }
  });

  it('is refused where it has a field that is not declared, whatever that is called', () => {
    expect(problemOf({ colour: 'red' })).toEqual([{ field: 'colour', problem: 'is not a field of this' }]);
    expect(problemOf({ 'Miriam O., born 1992': 1 })).toEqual([
      { field: '(unnamed)', problem: 'is not a field of this' },
    ]);
    const hostile = JSON.parse('{"__proto__": {"childPresent": true}, "constructor": 1}') as object;
    expect(problemOf({ ...contact, ...Object.fromEntries(Object.entries(hostile)) })).toHaveLength(2);
    expect(problemsOf(ContactReceived, hostile).length).toBeGreaterThan(2);
  });

  it('leaves out optional fields that are null or absent', () => {
    const read = validateDetails(ContactReceived, { ...contact, claimedAge: null, nameGiven: undefined });
    expect(read).toEqual({ ok: true, value: contact });
  });

  it.each([
    ['text', { account: '' }, 'account', 'must not be empty'],
    ['text', { account: ' \n ' }, 'account', 'must not be empty'],
    ['text', { account: 'a\u0000b' }, 'account', 'must not hold control characters other than line breaks'],
    ['text', { account: 'a\u001bb' }, 'account', 'must not hold control characters other than line breaks'],
    ['text', { account: 'a\ud800b' }, 'account', 'must not hold control characters other than line breaks'],
    ['text', { account: 'x'.repeat(4_001) }, 'account', 'must be at most 4000 characters long'],
    ['text', { account: 12 }, 'account', 'must be text'],
    ['text', { account: { toString: 'x' } }, 'account', 'must be text'],
    ['a flag', { childPresent: 'true' }, 'childPresent', 'must be true or false'],
    ['a whole number', { claimedAge: 14.5 }, 'claimedAge', 'must be a whole number'],
    ['a whole number', { claimedAge: '14' }, 'claimedAge', 'must be a whole number'],
    ['a whole number', { claimedAge: 31 }, 'claimedAge', 'must be at most 30'],
    ['a whole number', { claimedAge: -1 }, 'claimedAge', 'must be at least 0'],
    ['a list', { helpAskedFor: 'school' }, 'helpAskedFor', 'must be a list'],
    ['a list', { helpAskedFor: Array(10).fill('school') }, 'helpAskedFor', 'must have at most 9 items'],
  ])('says what %s must be: %j', (_what, more, field, problem) => {
    expect(problemOf(more)).toEqual([{ field, problem }]);
  });

  it('allows line breaks and every script in words', () => {
    expect(problemOf({ account: 'First line.\r\nSecond.\n\nÌ gbà yìí, Tiếng Việt, አማርኛ, 👧🏾' })).toEqual([]);
  });

  it('names the codes of a closed list', () => {
    const [problem] = problemOf({ channel: 'fax' });
    expect(problem).toMatchObject({ field: 'channel' });
    expect(problem?.problem).toMatch(/^must be one of: in-person, telephone/);
    expect(problemOf({ helpAskedFor: ['school', 'money'] })[0]?.field).toBe('helpAskedFor');
  });

  it('reads dates as EDTF, and says what is wrong with one that is not', () => {
    const referral = exampleDetails(ReferralMade);
    expect(problemsOf(ReferralMade, { ...referral, dateOfBirth: '1992-03?' })).toEqual([]);
    expect(problemsOf(ReferralMade, { ...referral, dateOfBirth: '14/03/1992' })).toEqual([
      {
        field: 'dateOfBirth',
        problem: 'is not a date in EDTF, such as 2007-02-26, 2004-08? or 2004/2007-02',
      },
    ]);
    expect(problemsOf(ReferralMade, { ...referral, dateOfBirth: '1992/1990' })[0]?.problem).toBe(
      'ends before it begins',
    );
  });

  it('takes exactly the days that the calendar has', () => {
    const referral = exampleDetails(ReferralMade);
    const taken = (dateOfBirth: string) =>
      problemsOf(ReferralMade, { ...referral, dateOfBirth }).length === 0;
    for (const day of ['1992-02-29', '2000-02-29', '1993-12-31'])
      expect([day, taken(day)]).toEqual([day, true]);
    for (const day of ['1993-02-29', '1900-02-29', '1993-04-31', '1993-13-01', '1993-00-01', '1993-01-00'])
      expect([day, taken(day)]).toEqual([day, false]);
  });

  it('takes organisations by their readable id, and cases by UUID alone', () => {
    const referral = exampleDetails(ReferralMade);
    for (const to of ['Northbridge', '-northbridge', 'n', 'north bridge', 'x'.repeat(65), '../etc'])
      expect(problemsOf(ReferralMade, { ...referral, to })).toEqual([
        { field: 'to', problem: 'must be the id of an organisation' },
      ]);
    expect(
      problemsOf(RecordLinkProposed, { ...exampleDetails(RecordLinkProposed), cases: ['quan'] }),
    ).toEqual([{ field: 'cases', problem: 'must be the id of a case, a UUID' }]);
  });

  it('looks into groups and lists of groups, and names the place', () => {
    const alias = exampleDetails(IdentityAliasRecorded);
    expect(
      problemsOf(IdentityAliasRecorded, { ...alias, alias: { name: 'Minh', dateOfBirth: 'soon' } })[0]?.field,
    ).toBe('alias.dateOfBirth');
    expect(problemsOf(IdentityAliasRecorded, { ...alias, alias: { name: 'Minh', age: 4 } })).toEqual([
      { field: 'alias.age', problem: 'is not a field of this' },
    ]);
    expect(problemsOf(IdentityAliasRecorded, { ...alias, alias: 'Minh' })).toEqual([
      { field: 'alias', problem: 'must be an object' },
    ]);
    const document = exampleDetails(TravelDocumentExamined);
    const history = (travelHistory: unknown) =>
      problemsOf(TravelDocumentExamined, { ...document, travelHistory });
    expect(history([{ when: '2002-09-03', where: 'Port' }])).toEqual([]);
    expect(history([{ when: '2002-09-03', where: 'Port' }, { when: '2002' }])).toEqual([
      { field: 'travelHistory.1.where', problem: 'must be text' },
    ]);
    expect(history([7, null])[0]?.field).toMatch(/^travelHistory/);
    expect(history({ length: 1 })).toEqual([{ field: 'travelHistory', problem: 'must be a list' }]);
  });

  it.each([null, undefined, 7, 'text', [], [contact]])('refuses %j, which is no object', (input) => {
    expect(problemsOf(ContactReceived, input)).toEqual([{ field: 'details', problem: 'must be an object' }]);
  });

  it('never repeats a value, whatever was sent', () => {
    const secret = 'Miriam-7f3a';
    fc.assert(
      fc.property(
        fc.constantFrom(...declarations),
        fc.infiniteStream(
          fc.constantFrom<unknown>(
            secret,
            [secret],
            { [secret]: secret },
            [{ [secret]: secret }],
            `${secret}\u0000`,
            [[secret]],
          ),
        ),
        (declaration, values) => {
          const input = Object.fromEntries(
            Object.keys(declaration.fields).map((name) => [name, values.next().value]),
          );
          expect(JSON.stringify(validateDetails(declaration, { ...input, [secret]: 1 }))).not.toContain(
            `${secret}`,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('answers any JSON at all, without throwing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...declarations), fc.jsonValue(), (declaration, input) => {
        const fields = Object.keys(declaration.fields);
        validateDetails(declaration, input);
        validateDetails(declaration, Object.fromEntries(fields.map((name) => [name, input])));
      }),
      { numRuns: 300 },
    );
  });
});
