import fc from 'fast-check';
import { agencyFunctions, partNames, purposesByFunction, rolesOf, type AgencyFunction } from '#casework';
import type { CaseFacts, EventFacts, PersonFacts, Reader } from '../facts.js';

const mostlyNot = fc.integer({ min: 0, max: 4 }).map((one) => one === 0);
const anySet = fc.integer({ min: 0, max: 2 ** partNames.length - 1 });
const mostlyNone = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: anySet });

/** Sets of parts as events have them: a few at once. */
export const present = fc.oneof(
  fc
    .subarray([...partNames.keys()], { minLength: 1, maxLength: 6 })
    .map((bits) => bits.reduce((set, bit) => set | (1 << bit), 0)),
  anySet,
);

export const caseFacts: fc.Arbitrary<CaseFacts> = fc.record({
  onCase: fc.boolean(),
  responsible: fc.boolean(),
  childMissing: fc.boolean(),
  reviewInScope: fc.boolean(),
  emergency: fc.boolean(),
});

export const eventFacts: fc.Arbitrary<EventFacts> = fc.record({
  own: mostlyNot,
  ageResult: mostlyNot,
  recorderAndBoardOnly: mostlyNot,
  addressed: mostlyNot,
  disclosed: mostlyNone,
  covert: mostlyNot,
  outsideReleasable: mostlyNot,
  originatorHolds: mostlyNone,
  neverToOrganisation: mostlyNot,
  notForImmigration: mostlyNone,
  disputedLink: mostlyNot,
});

const relationships = {
  allocated: fc.boolean(),
  investigating: fc.boolean(),
  guardian: fc.boolean(),
  supervising: fc.boolean(),
  reviewing: fc.boolean(),
  elevated: fc.boolean(),
  neverTo: mostlyNot,
};

const readerOf = (agency: AgencyFunction): fc.Arbitrary<Reader> =>
  fc
    .record<PersonFacts>({
      role: fc.constantFrom(...rolesOf(agency)),
      // Now and then one that the role may not use.
      purpose: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...purposesByFunction[agency]) },
        { weight: 1, arbitrary: fc.constantFrom('audit' as const, 'review' as const, 'court' as const) },
      ),
      ...relationships,
    })
    .map((person) => ({ function: agency, person }));

export const readers: fc.Arbitrary<Reader> = fc.constantFrom(...agencyFunctions).chain(readerOf);
