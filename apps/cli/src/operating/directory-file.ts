import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import {
  IssuerBound,
  OrganisationRegistered,
  PersonEnrolled,
  PersonSuspended,
  rolesOf,
  validateDetails,
  type Details,
} from '#casework';
import type { Directory } from '#identity';

type Fact =
  | { readonly type: 'OrganisationRegistered'; readonly details: Details<typeof OrganisationRegistered> }
  | { readonly type: 'IssuerBound'; readonly details: Details<typeof IssuerBound> }
  | { readonly type: 'PersonEnrolled'; readonly details: Details<typeof PersonEnrolled> }
  | { readonly type: 'PersonSuspended'; readonly details: Details<typeof PersonSuspended> };

/** One entry of the file: a fact of the directory. */
export type DirectoryEntry = Fact & {
  /** Where it stands, e.g. `line 12, people 3`. */
  readonly where: string;
  /** Tells it from an equal entry that was recorded before. */
  readonly key: string;
};

/** The file cannot be taken; every mistake is named by its place and field, and no value is repeated. */
export class DirectoryFileRefused extends Error {
  override readonly name = 'DirectoryFileRefused';

  constructor(readonly mistakes: readonly string[]) {
    super(`Nothing was recorded. Put right in the file:\n${mistakes.map((one) => `  ${one}`).join('\n')}`);
  }
}

/** In the order in which they are recorded: each may name what stands in those before it. */
const sections = {
  organisations: { declaration: OrganisationRegistered, subject: 'organisation' },
  issuers: { declaration: IssuerBound, subject: 'issuer' },
  people: { declaration: PersonEnrolled, subject: 'person' },
  suspensions: { declaration: PersonSuspended, subject: 'person' },
} as const;

type Section = keyof typeof sections;
const names = Object.keys(sections) as readonly Section[];

interface Mistake {
  readonly line: number;
  readonly said: string;
}

interface Placed {
  readonly entry: DirectoryEntry;
  readonly complain: (field: string, problem: string) => void;
}

/**
 * Reads the facts of the directory from a file in YAML, in the order in which they are to be recorded. What the file does
 * not have may stand in the directory already.
 * @throws DirectoryFileRefused
 */
export const readDirectoryFile = (
  text: string,
  known: Pick<Directory, 'functionOf' | 'person'>,
): readonly DirectoryEntry[] => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const mistakes: Mistake[] = [];
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  // The words of the parser may quote the file; its codes do not.
  for (const { pos, code } of document.errors)
    mistakes.push({ line: lineAt(pos[0]), said: `is not YAML (${code})` });

  const read = (section: Section, number: number, item: YAMLMap): Placed[] => {
    const { declaration } = sections[section];
    const place = (field: string) => {
      const pair = item.items.find(({ key }) => isScalar(key) && key.value === field.split('.')[0]);
      return lineAt((isScalar(pair?.key) ? pair.key.range : item.range)?.[0]);
    };
    const complain = (field: string, problem: string) =>
      void mistakes.push({ line: place(field), said: `${section} ${number}: ${field} ${problem}` });
    const { key = '', ...given } = item.toJS(document) as Readonly<Record<string, unknown>>;
    if (typeof key !== 'string') complain('key', 'must be text');
    const details = validateDetails(declaration, given);
    if (!details.ok) for (const { field, problem } of details.reason) complain(field, problem);
    if (!details.ok || typeof key !== 'string') return [];
    const where = `line ${lineAt(item.range?.[0])}, ${section} ${number}`;
    // It was held to the declaration of that type just now.
    const entry = { type: declaration.type, details: details.value, where, key } as DirectoryEntry;
    return [{ entry, complain }];
  };

  const placed: Placed[] = [];
  if (!isMap(document.contents) && mistakes.length === 0)
    mistakes.push({ line: 1, said: `must have ${names.join(', ')}` });
  for (const { key, value } of isMap(document.contents) ? document.contents.items : []) {
    const section = names.find((name) => isScalar(key) && key.value === name);
    const line = lineAt(isScalar(key) ? key.range?.[0] : undefined);
    if (section === undefined) mistakes.push({ line, said: `must be one of ${names.join(', ')}` });
    else if (!isSeq(value)) mistakes.push({ line, said: `${section} must be a list` });
    else
      for (const [index, item] of value.items.entries())
        if (isMap(item)) placed.push(...read(section, index + 1, item));
        else mistakes.push({ line, said: `${section} ${index + 1}: must be a mapping of fields` });
  }
  seeThatTheyFit(placed, known);
  if (mistakes.length > 0)
    throw new DirectoryFileRefused(
      mistakes.sort((one, other) => one.line - other.line).map(({ line, said }) => `line ${line}, ${said}`),
    );
  const order = names.map((name) => sections[name].declaration.type);
  return placed
    .map(({ entry }) => entry)
    .sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
};

/** What one entry says must fit what the others say, and the directory. */
const seeThatTheyFit = (placed: readonly Placed[], known: Pick<Directory, 'functionOf' | 'person'>): void => {
  const facts = placed.map(({ entry }) => entry);
  const functions = new Map(
    facts.flatMap((fact) =>
      fact.type === 'OrganisationRegistered' ? [[fact.details.organisation, fact.details.function]] : [],
    ),
  );
  const employers = new Map(
    facts.flatMap((fact) =>
      fact.type === 'PersonEnrolled' ? [[fact.details.person, fact.details.organisation]] : [],
    ),
  );
  const functionOf = (id: string) => functions.get(id) ?? known.functionOf(id);
  const employerOf = (id: string) => employers.get(id) ?? known.person(id)?.organisation;
  const seen = new Set<string>();
  for (const { entry, complain } of placed) {
    const once = (field: string, id: string) => {
      const name = `${entry.type} ${id}`;
      if (seen.has(name)) complain(field, 'stands there twice');
      seen.add(name);
    };
    const registered = (field: string, id: string) => {
      if (functionOf(id) === undefined) complain(field, 'is registered neither here nor in the directory');
    };
    switch (entry.type) {
      case 'OrganisationRegistered':
        once('organisation', entry.details.organisation);
        break;
      case 'IssuerBound':
        once('issuer', entry.details.issuer);
        for (const id of entry.details.organisations) registered('organisations', id);
        if (!/^https:\/\/\S+$/.test(entry.details.keySet)) complain('keySet', 'must begin with https://');
        break;
      case 'PersonEnrolled': {
        const { person, organisation, role, supervisor } = entry.details;
        once('person', person);
        registered('organisation', organisation);
        const agency = functionOf(organisation);
        if (agency !== undefined && !rolesOf(agency).includes(role))
          complain('role', `must be one of ${rolesOf(agency).join(', ')} in that organisation`);
        if (supervisor !== undefined && supervisor !== null && employerOf(supervisor) !== organisation)
          complain('supervisor', 'must be enrolled in the same organisation');
        break;
      }
      case 'PersonSuspended':
        once('person', entry.details.person);
        if (employerOf(entry.details.person) !== entry.details.organisation)
          complain('person', 'is enrolled in that organisation neither here nor in the directory');
    }
  }
};
