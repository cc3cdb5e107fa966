import { describe, expect, it } from '@jest/globals';
import { actions, checkedCatalogue, declarationOf, declarations } from './catalogue.js';
import { caseEvent } from './declaration/case-event.js';
import { coded, inHeader, told } from './declaration/fields.js';
import { code, flag, text } from './declaration/kinds.js';

const declared = (type: string, action: string, values: readonly string[] = ['a']) =>
  caseEvent(type, {
    action,
    means: 'For this test.',
    kindOfWork: 'test',
    recordedBy: 'any',
    fields: { outcome: coded('core', code('TestOutcome', values), 'How it ended.') },
  });

describe('the event catalogue', () => {
  it('finds every type by its name, and nothing under another', () => {
    for (const declaration of declarations) expect(declarationOf(declaration.type)).toBe(declaration);
    expect(declarationOf('ChildForgotten')).toBeUndefined();
  });

  it('gives an action to whatever an organisation records, and none to what only a process records', () => {
    expect(actions.map(({ type }) => type)).toContain('JoinAccepted');
    for (const { recordedBy, action } of declarations) expect(action === null).toBe(recordedBy === 'system');
  });

  it('does not load when a type or an action is declared twice', () => {
    expect(() => checkedCatalogue([declared('A', 'doA'), declared('A', 'doB')])).toThrow(
      'type A is declared twice',
    );
    expect(() => checkedCatalogue([declared('A', 'doA'), declared('B', 'doA')])).toThrow(
      'action doA is declared twice',
    );
  });

  it('does not load when one name of a code list means two lists', () => {
    expect(() => checkedCatalogue([declared('A', 'doA'), declared('B', 'doB', ['b'])])).toThrow(
      'TestOutcome',
    );
  });

  it('does not load when words would stand in a header, which outlives the keys', () => {
    const withWords = caseEvent('Words', {
      means: 'For this test.',
      kindOfWork: 'test',
      recordedBy: 'any',
      fields: {
        story: inHeader(told('core', text(), 'A story.')),
        seen: inHeader(coded('core', flag(), 'Seen.')),
      },
    });
    expect(() => checkedCatalogue([withWords])).toThrow('Words.story may not stand in the header');
  });
});
