import { registerEnumType } from '@nestjs/graphql';
import {
  agencyFunctions,
  categories,
  grades,
  lawfulBases,
  partNames,
  purposes,
  relationKinds,
  sourceKinds,
} from '#casework';
import { namedCodes, nameBook } from './names.js';

/** Every name of a type in the schema, derived from a declaration or written here, belongs to one thing. */
export const claimName = nameBook();

/** The codes of a list by their names in the schema, as the GraphQL library takes an enum. */
export type CodeList = Readonly<Record<string, string>>;

const lists = new Map<string, { readonly values: string; readonly codes: CodeList }>();

/** The enum of a list of codes. A declaration may use the list of that name too, if it means the same. */
export const codeList = (
  list: string,
  values: readonly string[],
  means: string,
  named: (list: string, values: readonly string[]) => CodeList = namedCodes,
): CodeList => {
  const known = lists.get(list);
  if (known?.values === JSON.stringify(values)) return known.codes;
  claimName(list, `The list of codes ${list}`);
  const codes = named(list, values);
  lists.set(list, { values: JSON.stringify(values), codes });
  registerEnumType(codes, { name: list, description: means });
  return codes;
};

export const AgencyFunction = codeList('AgencyFunction', agencyFunctions, 'What an organisation is for.');
export const Purpose = codeList('Purpose', purposes, 'Why somebody asks.');
export const Category = codeList(
  'Category',
  categories,
  'The kind of care that a piece of information needs.',
);
export const Grade = codeList(
  'Grade',
  grades,
  'CODED: codes, outcomes, dates. TOLD: free text, names, anything that needs reading.',
);
export const Part = codeList(
  'Part',
  partNames,
  'One category and one grade of an event: it is shared and withheld as a whole.',
);
export const RelationKind = codeList('RelationKind', relationKinds, 'How one event refers to another.');
export const SourceKind = codeList('SourceKind', sourceKinds, 'How the recorder came to know it.');
export const LawfulBasis = codeList(
  'LawfulBasis',
  lawfulBases,
  'UK GDPR Article 6 with Article 9 conditions, and Part 3 of the Data Protection Act 2018.',
);
