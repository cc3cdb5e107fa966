import { categories, type PartName, type Purpose, type Shape } from '#casework';
import type { Throughline } from '../throughline.fixture.js';
import { labelOf, storyOf } from './samples.fixture.js';

/*
 * A cell of a table says what a reader gets of an event.
 *
 *   CIw-VP   what is given, a letter for each category: capital with its words, small its codes only; after the hyphen
 *            the categories withheld by name. Without a hyphen nothing is named as withheld.
 *   bare     that it happened, with its type and date, and no part of it
 *   stub     that there is such work, its date, its organisation and a contact point
 *   .        nothing
 */
const letters: Readonly<Record<(typeof categories)[number], string>> = {
  core: 'C',
  identity: 'I',
  care: 'W',
  voice: 'V',
  health: 'H',
  police: 'P',
  immigration: 'M',
  location: 'L',
  review: 'R',
  audit: 'A',
};

interface Node {
  readonly __typename: string;
  readonly eventId: string;
  readonly level: 'FULL' | 'PARTIAL' | 'STUB';
  readonly withheld: readonly { readonly category: string }[];
  readonly [alias: string]: unknown;
}

interface Page {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const selectionOf = (name: string, shape: Shape): string => {
  const inner = shape.is === 'list' ? shape.of : shape;
  if (inner.is !== 'group') return name;
  const [member, field] = Object.entries(inner.fields)[0]!;
  return `${name} { ${selectionOf(member, field.shape)} }`;
};

/** For each type of a story, a field of each part that its events have. */
const fieldsOfStory = (name: string): string => {
  const types = new Map<string, Map<PartName, string>>([
    ['AgencyJoinedCase', new Map<PartName, string>([['core.coded', 'through']])],
    ...['DeadlineSet', 'DeadlineMet', 'DeadlineMissed'].map(
      (type) => [type, new Map<PartName, string>([['core.coded', 'due']])] as const,
    ),
  ]);
  for (const { declaration, details } of storyOf(name).actions) {
    const parts = types.get(declaration.type) ?? new Map<PartName, string>();
    types.set(declaration.type, parts);
    for (const [field, { category, grade, kind }] of Object.entries(declaration.fields)) {
      const part: PartName = `${category}.${grade}`;
      if (details[field] === undefined || parts.has(part)) continue;
      parts.set(part, selectionOf(field, kind.shape));
    }
  }
  return [...types]
    .map(([type, parts]) => {
      const fields = [...parts].map(([part, field]) => `${type}_${part.replace('.', '_')}: ${field}`);
      return `... on ${type} { ${fields.join(' ')} }`;
    })
    .join('\n');
};

const cellOf = ({ __typename, level, withheld, ...node }: Node): string => {
  if (level === 'STUB') return 'stub';
  const given = new Set<string>();
  for (const [alias, value] of Object.entries(node)) {
    const [type, category, grade] = alias.split('_');
    if (type === __typename && value !== null) given.add(`${category}.${grade}`);
  }
  const shown = categories.map((category) => {
    if (given.has(`${category}.told`)) return letters[category];
    return given.has(`${category}.coded`) ? letters[category].toLowerCase() : '';
  });
  const hidden = categories.filter((category) =>
    withheld.some((part) => part.category.toLowerCase() === category),
  );
  if (hidden.length > 0 !== (level === 'PARTIAL')) return `${level} with ${hidden.join()} withheld`;
  const missing = hidden.map((category) => letters[category]).join('');
  return (shown.join('') || 'bare') + (missing === '' ? '' : `-${missing}`);
};

export interface Reader {
  /** A handle of the directory. */
  readonly person: string;
  readonly purpose?: Purpose;
  /** The id of the case that this reader asks for. */
  readonly caseId: string;
}

/** All that a reader sees of a case, as cells by the labels of the story; null where the answer is that there is none. */
export const seenBy = async (
  throughline: Throughline,
  story: string,
  { person, purpose = 'safeguarding', caseId }: Reader,
  asOf: string | null,
): Promise<ReadonlyMap<string, string> | null> => {
  const query = `query ($caseId: ID!, $asOf: String, $after: String) {
    timeline(caseId: $caseId, asOf: $asOf, first: 25, after: $after) {
      edges { node { __typename eventId level withheld { category } ${fieldsOfStory(story)} } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const cells = new Map<string, string>();
  let after: string | null = null;
  for (;;) {
    const { json, body } = await throughline.ask({
      as: person,
      purpose,
      query,
      variables: { caseId, asOf, after },
    });
    if (json.errors?.[0]?.extensions.code === 'NOT_FOUND') return null;
    const page = json.data?.timeline as Page | undefined;
    if (page === undefined || page === null) throw new Error(`${person} was answered ${body}`);
    for (const { node } of page.edges) {
      const label = labelOf(node.eventId) ?? `event ${node.eventId} of no story`;
      if (cells.has(label)) throw new Error(`${person} got ${label} twice.`);
      cells.set(label, cellOf(node));
    }
    if (!page.pageInfo.hasNextPage) return cells;
    after = page.pageInfo.endCursor;
  }
};

export interface Table {
  readonly readers: readonly string[];
  /** By label, then in the order of the readers. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

/** Reads a table as it stands in a test: a head of readers, then a line for each event. */
export const tableFrom = (text: string): Table => {
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const rows = new Map(lines.map(([label = '', ...cells]) => [label, cells]));
  if (rows.size !== lines.length) throw new Error('A table names an event twice.');
  const readers = (head ?? []).slice(1);
  for (const [label, cells] of rows) {
    if (cells.length !== readers.length)
      throw new Error(`The row ${label} has not one cell for each reader.`);
  }
  return { readers, rows };
};

/**
 * Where what readers see differs from the table, either way: something missing, something more, or something else. An
 * event that the table does not name must be seen by none of its readers.
 */
export const differences = async (
  throughline: Throughline,
  story: string,
  text: string,
  readerOf: (name: string) => Reader,
  asOf: string | null = null,
): Promise<readonly string[]> => {
  const { readers, rows } = tableFrom(text);
  const found: string[] = [];
  for (const [column, name] of readers.entries()) {
    const seen = (await seenBy(throughline, story, readerOf(name), asOf)) ?? new Map<string, string>();
    for (const label of new Set([...rows.keys(), ...seen.keys()])) {
      const expected = rows.get(label)?.[column] ?? '.';
      const got = seen.get(label) ?? '.';
      if (got !== expected) found.push(`${name} gets of ${label} ${got}, not ${expected}`);
    }
  }
  return found;
};
