import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { declarations, schemaFileName, validateDetails, type EventDeclaration, type Shape } from '#casework';
import { textAt } from '../../apps/contracts/src/contracts.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** As strict as the validator can be: a word that it does not know is an error. */
const compiled = new Map<string, ValidateFunction>();
beforeAll(() => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { uuid, edtf: true } });
  for (const word of ['x-part', 'x-in-header', 'x-reference']) ajv.addKeyword(word);
  for (const file of readdirSync('proto/events'))
    compiled.set(file, ajv.compile(JSON.parse(textAt(`proto/events/${file}`)) as object));
});

const newest = (declaration: EventDeclaration): ValidateFunction =>
  compiled.get(schemaFileName(declaration, declaration.version))!;

const word = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() === text && text !== '');

const valueOf = (shape: Shape): fc.Arbitrary<unknown> => {
  switch (shape.is) {
    case 'text':
      return word;
    case 'code':
      return fc.constantFrom(...shape.values);
    case 'flag':
      return fc.boolean();
    case 'whole-number':
      return fc.integer({ min: shape.least, max: shape.most });
    case 'number':
      return fc.double({ min: shape.least, max: shape.most, noNaN: true });
    case 'date':
      return fc.constantFrom('2024-03', '2024-03-02', '2011~', '2024-03-02T10:00:00.000Z');
    case 'reference':
      return shape.to === 'organisation' || shape.to === 'person'
        ? fc.constant('northbridge-police')
        : fc.uuid({ version: 7 });
    case 'list':
      return fc.array(valueOf(shape.of), { minLength: 1, maxLength: Math.min(3, shape.most) });
    case 'group':
      return detailsOf(shape.fields);
  }
};

const detailsOf = (
  members: Readonly<Record<string, { readonly shape: Shape; readonly optional: boolean }>>,
): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, valueOf(shape)])), {
    requiredKeys: Object.keys(members).filter((name) => !members[name]!.optional),
  });

const validDetails = ({ fields }: EventDeclaration) =>
  detailsOf(
    Object.fromEntries(
      Object.entries(fields).map(([name, { kind, optional }]) => [name, { shape: kind.shape, optional }]),
    ),
  );

describe('the schema of an event', () => {
  it('is one by JSON Schema 2020-12, in every version of every type', () => {
    expect(compiled.size).toBeGreaterThanOrEqual(declarations.length);
  });

  it('accepts what our own validation accepts', () => {
    for (const declaration of declarations)
      fc.assert(
        fc.property(validDetails(declaration), (details) => {
          expect([declaration.type, details, validateDetails(declaration, details).ok]).toEqual([
            declaration.type,
            details,
            true,
          ]);
          const validate = newest(declaration);
          expect([declaration.type, validate(details), validate.errors]).toEqual([
            declaration.type,
            true,
            null,
          ]);
        }),
        { numRuns: 8 },
      );
  });

  it('refuses, as our own validation does, a field that is unknown or missing or of another kind', () => {
    for (const declaration of declarations)
      fc.assert(
        fc.property(validDetails(declaration), (details) => {
          const name = Object.keys(details)[0];
          const wrong = [
            { ...details, nobodyKnowsThis: 'x' },
            ...(name === undefined ? [] : [{ ...details, [name]: { of: 'another kind' } }]),
            ...Object.keys(declaration.fields)
              .filter((field) => !declaration.fields[field]!.optional)
              .map((field) => ({ ...details, [field]: undefined })),
          ].map((each) => JSON.parse(JSON.stringify(each)) as Record<string, unknown>);
          for (const each of wrong)
            expect([
              declaration.type,
              each,
              validateDetails(declaration, each).ok,
              newest(declaration)(each),
            ]).toEqual([...[declaration.type, each, false, false]]);
        }),
        { numRuns: 3 },
      );
  });
});
