import { declarationOf, type EventDeclaration, type Shape } from '#casework';
import type { Answer, Service } from './service.js';

/** The errors of an answer that gives nothing. */
export interface Refused {
  readonly refused: NonNullable<Answer['errors']>;
}

export interface TimelineQuestion {
  readonly person: string;
  readonly purpose: string;
  readonly caseId: string;
  readonly first: number;
}

interface Entry {
  readonly occurred: string;
  readonly type: string | null;
  readonly kindOfWork: string;
  readonly level: string;
  readonly recordedBy: { readonly id: string };
  readonly withheld: readonly { readonly category: string; readonly grade: string }[];
  readonly [detail: string]: unknown;
}

const ofEveryEntry = 'occurred type kindOfWork level recordedBy { id } withheld { category grade }';

/** Two types may give one name to different codes, so each detail is asked for by a name of its own. */
const nameOf = ({ type }: EventDeclaration, field: string): string => `${type}_${field}`;

const members = (shape: Shape): string =>
  shape.is === 'list' ? members(shape.of) : shape.is === 'group' ? ' { __typename }' : '';

const detailsOf = (declaration: EventDeclaration): string => {
  const fields = Object.entries(declaration.fields).map(
    ([field, { kind }]) => `${nameOf(declaration, field)}: ${field}${members(kind.shape)}`,
  );
  return `... on ${declaration.type} { ${fields.join(' ')} }`;
};

const queryFor = (declarations: readonly EventDeclaration[]): string =>
  `query ($caseId: ID!, $first: Int!) { timeline(caseId: $caseId, first: $first) { edges { node {
    ${ofEveryEntry} ${declarations.map(detailsOf).join(' ')} } } } }`;

const entriesOf = (answer: Answer): readonly Entry[] | undefined => {
  const data = answer.data as { timeline?: { edges: readonly { node: Entry }[] } | null } | null | undefined;
  return data?.timeline?.edges.map(({ node }) => node);
};

type Grades = ReadonlyMap<string, ReadonlySet<string>>;

const gradesOf = (parts: Iterable<readonly [category: string, grade: string]>): Grades => {
  const grades = new Map<string, Set<string>>();
  for (const [category, grade] of parts) grades.set(category, (grades.get(category) ?? new Set()).add(grade));
  return grades;
};

const given = (entry: Entry): Grades => {
  const fields = (entry.type === null ? undefined : declarationOf(entry.type))?.fields ?? {};
  return gradesOf(
    Object.entries(fields)
      .filter(([field]) => entry[`${entry.type}_${field}`] != null)
      .map(([, { category, grade }]) => [category, grade]),
  );
};

const withheld = ({ withheld: parts }: Entry): Grades =>
  gradesOf(parts.map(({ category, grade }) => [category.toLowerCase(), grade.toLowerCase()]));

/** "coded" stands beside a category of which only codes, outcomes and dates are meant, "told" where only words are. */
const categories = (grades: Grades, unsaid: string): string =>
  [...grades]
    .map(([category, of]) => (of.size > 1 || of.has(unsaid) ? category : `${category} ${[...of].join()}`))
    .join(', ');

const said = (is: string, isNot: string): string => (isNot === '' ? is : `${is}${is && '; '}not: ${isNot}`);

const line = (entry: Entry): string =>
  [
    entry.occurred.padEnd(17),
    (entry.type ?? `(${entry.kindOfWork})`).padEnd(24),
    entry.recordedBy.id.padEnd(13),
    entry.level.toLowerCase().padEnd(8),
    said(categories(given(entry), 'told'), categories(withheld(entry), '')),
  ]
    .join(' ')
    .trimEnd();

/**
 * A page of a timeline, one line for each entry: when it occurred, what it is (for a stub the kind of work, in brackets),
 * who recorded it, its level, the categories given, and after "not:" what is named as withheld. Where it is refused, the
 * errors.
 */
export const timelineTable = async (
  service: Service,
  { person, purpose, caseId, first }: TimelineQuestion,
): Promise<readonly string[] | Refused> => {
  const asking = { person, purpose, variables: { caseId, first } };
  // What types there are is asked first: a query with the details of every type of event would be needlessly large.
  const overview = await service.ask({ ...asking, query: queryFor([]) });
  const types = new Set(entriesOf(overview)?.flatMap(({ type }) => type ?? []));
  const declarations = [...types].flatMap((type) => declarationOf(type) ?? []);
  const answer = await service.ask({ ...asking, query: queryFor(declarations) });
  return entriesOf(answer)?.map(line) ?? { refused: answer.errors ?? [] };
};
