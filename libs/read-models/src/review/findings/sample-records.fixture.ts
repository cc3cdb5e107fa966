import { readFileSync } from 'node:fs';
import type { AgencyFunction, RelationKind, Role, SourceKind } from '#casework';
import { parse } from 'yaml';
import { recordOf, type BuiltRecord, type GivenEvent, type GivenRecord } from '../record.fixture.js';

/** What a sample story says of one action, as far as a record needs it. */
interface SampleAction {
  readonly label: string;
  readonly who: string;
  readonly at: string;
  readonly do: string;
  readonly occurred: string;
  readonly source?: SourceKind;
  readonly begins?: string;
  readonly on?: string;
  readonly relations?: Partial<Record<RelationKind, readonly string[]>>;
  readonly details: Readonly<Record<string, unknown>>;
}

interface SampleDirectory {
  readonly organisations: Readonly<
    Record<string, { readonly function: AgencyFunction; readonly name: string }>
  >;
  readonly people: readonly {
    readonly handle: string;
    readonly organisation: string;
    readonly role: Role;
  }[];
}

const samples = new URL('../../../../../apps/standalone/src/samples/', import.meta.url);
const read = (file: string): unknown => parse(readFileSync(new URL(file, samples), 'utf8'), { merge: true });

const directory = read('directory.yaml') as SampleDirectory;
const people = new Map(directory.people.map((person) => [person.handle, person]));

const eventFrom = (action: SampleAction): GivenEvent => {
  const person = people.get(action.who);
  if (person === undefined) throw new Error(`${action.who} is not in the directory of the samples`);
  const cases = action.details.cases;
  return {
    label: action.label,
    by: person.organisation,
    person: person.handle,
    role: person.role,
    type: action.do,
    occurred: action.occurred,
    at: action.at,
    caseId: action.begins ?? action.on ?? (Array.isArray(cases) ? String(cases[0]) : 'link'),
    source: action.source ?? 'own-act',
    relations: action.relations ?? {},
    details: action.details,
  };
};

/**
 * The record of a sample case as its file tells it: each agency has what it recorded, unless the test says more. `also`
 * is put after the last event of the story.
 */
export const sampleRecord = (
  story: 'miriam' | 'adaeze' | 'quan',
  more: Pick<GivenRecord, 'spells' | 'openings' | 'refusals'> & {
    readonly also?: readonly GivenEvent[];
  } = {},
): BuiltRecord => {
  const { actions } = read(`${story}.yaml`) as { readonly actions: readonly SampleAction[] };
  const { also = [], ...knowledge } = more;
  const events = [...actions.map(eventFrom), ...also];
  const involved = new Set(events.map(({ by }) => by));
  return recordOf({
    ...knowledge,
    agencies: Object.fromEntries(
      Object.entries(directory.organisations)
        .filter(([id]) => involved.has(id))
        .map(([id, { function: of, name }]) => [id, [of, name] as const]),
    ),
    events,
  });
};
