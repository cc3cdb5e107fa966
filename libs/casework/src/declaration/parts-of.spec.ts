import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { declarations } from '../catalogue.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralMade } from '../intake/referral-events.js';
import { RecordLinked } from '../record-links/events.js';
import { exampleDetails } from '../story.fixture.js';
import { caseEvent } from './case-event.js';
import { coded, optional, told } from './fields.js';
import { flag, name } from './kinds.js';
import { validateDetails } from '../validation/validate-details.js';
import { concernsOf, detailsFrom, partsOf, UndeclaredDetail, upcastDetails } from './parts-of.js';

describe('the parts of an event', () => {
  it('each hold the fields of one category and one grade', () => {
    const parts = partsOf(ContactReceived, {
      channel: 'in-person',
      contactedBy: 'child',
      helpAskedFor: ['school'],
      childPresent: true,
      claimedAge: 14,
      account: 'Came alone.',
      childsWords: 'I want to go to school.',
      nameGiven: null,
    });
    expect([...parts]).toEqual([
      [
        'core.coded',
        { channel: 'in-person', contactedBy: 'child', helpAskedFor: ['school'], childPresent: true },
      ],
      ['identity.coded', { claimedAge: 14 }],
      ['care.told', { account: 'Came alone.' }],
      ['voice.told', { childsWords: 'I want to go to school.' }],
    ]);
  });

  it('give the details again when they are put together', () => {
    for (const declaration of declarations) {
      const details = exampleDetails(declaration);
      expect(detailsFrom(partsOf(declaration, details))).toEqual(details);
    }
  });

  it('keep a flag that is false and a number that is nought', () => {
    const details = { ...exampleDetails(ContactReceived), childPresent: false, claimedAge: 0 };
    expect(detailsFrom(partsOf(ContactReceived, details))).toEqual(details);
  });
});

describe('a detail that its type does not declare', () => {
  it('belongs to no part, and is refused rather than lost', () => {
    for (const undeclared of [{ childsName: 'Miriam' }, { childsName: null }, { toString: 'x' }])
      expect(() => partsOf(ContactReceived, { ...exampleDetails(ContactReceived), ...undeclared })).toThrow(
        new UndeclaredDetail('ContactReceived', Object.keys(undeclared)[0]!),
      );
  });

  it('is refused by name where somebody sent it, before any part is made', () => {
    for (const declaration of declarations) {
      const sent = { ...exampleDetails(declaration), undeclared: 'x' };
      expect([declaration.type, validateDetails(declaration, sent)]).toEqual([
        declaration.type,
        { ok: false, reason: [{ field: 'undeclared', problem: 'is not a field of this' }] },
      ]);
    }
  });

  it('cannot be left by validation, whatever was sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...declarations),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (declaration, sent) => {
          const valid = validateDetails(declaration, { ...exampleDetails(declaration), ...sent });
          return !valid.ok || partsOf(declaration, valid.value).size > 0;
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what an event concerns', () => {
  it('is the organisations, people and cases on which its visibility depends', () => {
    expect(concernsOf(ReferralMade, { ...exampleDetails(ReferralMade), to: 'eastmoor' })).toEqual({
      to: 'eastmoor',
    });
    expect(Object.keys(concernsOf(RecordLinked, exampleDetails(RecordLinked)))).toEqual([
      'cases',
      'agreedAsLead',
      'agreedAsResponsibleAuthority',
    ]);
    expect(concernsOf(ContactReceived, exampleDetails(ContactReceived))).toEqual({});
  });
});

describe('an event written under an older version', () => {
  const third = caseEvent('Third', {
    means: 'For this test.',
    kindOfWork: 'test',
    recordedBy: 'any',
    version: 3,
    upcasts: {
      1: ({ alone, ...rest }) => ({ ...rest, seenAlone: alone }),
      2: (older) => ({ ...older, interpreter: 'unknown' }),
    },
    fields: {
      seenAlone: coded('core', flag(), 'Seen alone.'),
      interpreter: optional(told('core', name(), 'Who interpreted.')),
    },
  });

  it('is read as the present version has it', () => {
    expect(upcastDetails(third, 1, { alone: true })).toEqual({ seenAlone: true, interpreter: 'unknown' });
    expect(upcastDetails(third, 2, { seenAlone: true })).toEqual({ seenAlone: true, interpreter: 'unknown' });
    expect(upcastDetails(third, 3, { seenAlone: true })).toEqual({ seenAlone: true });
  });

  it('is not guessed at where nobody said how the older one reads', () => {
    expect(() => upcastDetails({ ...third, upcasts: {} }, 2, {})).toThrow('Third has no way from version 2');
  });
});
