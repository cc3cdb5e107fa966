import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cataloguePage } from './catalogue-page.js';
import { declarationOf, declarations } from './catalogue.js';
import { eventSchema, eventSchemaText, schemaFileName } from './event-schema.js';
import { ReferralMade } from './intake/referral-events.js';

const folder = (path: string) => new URL(`../../../${path}`, import.meta.url);
const published = new Set(readdirSync(folder('proto/events')));
const schemaFile = (name: string) => readFileSync(folder(`proto/events/${name}`), 'utf8');

describe('the published catalogue', () => {
  it('is what the declarations say; `npm run catalogue` renews it', () => {
    expect(readFileSync(folder('docs/event-catalogue.md'), 'utf8') === cataloguePage()).toBe(true);
  });

  it('names every type, field and rule', () => {
    const page = cataloguePage();
    for (const { type } of declarations) expect(page).toContain(`### ${type}\n`);
    for (const rule of ['organisation-is-on-the-case', 'lead-agrees-to-a-link', 'child-is-missing'])
      expect(page).toContain(`- \`${rule}\``);
  });
});

describe('a published schema', () => {
  it('stands for every version of every type; `npm run catalogue` publishes new ones', () => {
    const expected = declarations.flatMap((declaration) =>
      Array.from({ length: declaration.version }, (_none, older) => schemaFileName(declaration, older + 1)),
    );
    expect(expected.filter((name) => !published.has(name))).toEqual([]);
  });

  it('never changes: a changed declaration has a new version, and an upcast from the one before', () => {
    const changed = declarations
      .filter((declaration) => {
        const name = schemaFileName(declaration, declaration.version);
        return published.has(name) && schemaFile(name) !== eventSchemaText(declaration);
      })
      .map(({ type }) => type);
    expect(changed).toEqual([]);
    for (const { version, upcasts } of declarations)
      for (let older = 1; older < version; older += 1) expect(upcasts[older]).toBeDefined();
  });

  it('is never withdrawn, because events written under it stay', () => {
    const unknown = [...published].filter((name) => declarationOf(name.split('.')[0] ?? '') === undefined);
    expect(unknown).toEqual([]);
  });

  it('says what is required, in which part each field is sealed, and what stands in the header', () => {
    expect(eventSchema(ReferralMade)).toMatchObject({
      $id: 'urn:throughline:event:ReferralMade:1',
      additionalProperties: false,
      required: ['to', 'concerns', 'urgency', 'circumstances', 'actionAskedFor', 'consentSought'],
      properties: {
        to: { type: 'string', 'x-reference': 'organisation', 'x-part': 'core.coded', 'x-in-header': true },
        dateOfBirth: { format: 'edtf', 'x-part': 'identity.coded' },
      },
    });
  });
});
