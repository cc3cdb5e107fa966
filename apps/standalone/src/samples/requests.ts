import { purposesByFunction, type Shape } from '#casework';
import { derivedId, type CaseId, type EventId } from '#kernel';
import type { RecordRequest, Recorded } from '#recording';
import type { SampleDirectory } from './sample-directory.js';
import type { SampleAction } from './sample-story.js';
import { SampleMistake, type Entries } from './shape.js';

/** The ids behind the labels, as far as the stories have been recorded. */
export interface KnownLabels {
  readonly cases: ReadonlyMap<string, CaseId>;
  readonly links: ReadonlyMap<string, string>;
  readonly events: ReadonlyMap<string, EventId>;
}

/** Labels as they become known; `learn` takes in what an action gave. */
export const knownLabels = () => {
  const cases = new Map<string, CaseId>();
  const links = new Map<string, string>();
  const events = new Map<string, EventId>();
  return {
    cases,
    links,
    events,
    learn: ({ label, place }: SampleAction, { eventId, caseId, linkId }: Recorded): void => {
      events.set(label, eventId);
      if (place.kind === 'case' && caseId !== null) cases.set(place.label, caseId);
      if (place.kind === 'link' && linkId !== null) links.set(place.label, linkId);
    },
  };
};

const idOf = (ids: ReadonlyMap<string, string>, label: unknown, what: string, where: string): string => {
  const id = typeof label === 'string' ? ids.get(label) : undefined;
  if (id === undefined) throw new SampleMistake(where, `names ${what} that no action before it has begun`);
  return id;
};

type Reference = Extract<Shape, { is: 'reference' }>['to'];

/** Puts ids in the place of labels, wherever the declaration says that a field refers to something. */
const resolved = (
  value: unknown,
  shape: Shape,
  resolve: (label: unknown, to: Reference) => unknown,
): unknown => {
  if (value === undefined || value === null) return value;
  if (shape.is === 'reference') return resolve(value, shape.to);
  if (shape.is === 'list' && Array.isArray(value))
    return value.map((item) => resolved(item, shape.of, resolve));
  if (shape.is !== 'group' || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const field = shape.fields[name];
      return [name, field === undefined ? member : resolved(member, field.shape, resolve)];
    }),
  );
};

const detailsOf = (action: SampleAction, known: KnownLabels, directory: SampleDirectory): Entries => {
  const where = `Action ${action.label}`;
  const registered = (id: unknown, ids: { has(id: string): boolean }, what: string) => {
    if (typeof id !== 'string' || !ids.has(id))
      throw new SampleMistake(where, `names ${what} that is not in the directory`);
    return id;
  };
  const resolve = (label: unknown, to: Reference) => {
    switch (to) {
      case 'organisation':
        return registered(label, directory.organisations, 'an organisation');
      case 'person':
        return registered(label, directory.people, 'a person');
      case 'case':
        return idOf(known.cases, label, 'a case', where);
      case 'link':
        return idOf(known.links, label, 'a link', where);
      case 'event':
        return idOf(known.events, label, 'an event', where);
    }
  };
  const { fields } = action.declaration;
  return Object.fromEntries(
    Object.entries(action.details).map(([name, value]) => {
      const field = fields[name];
      return [name, field === undefined ? value : resolved(value, field.kind.shape, resolve)];
    }),
  );
};

/**
 * The action as an agency's own system would send it. The key follows from the label alone, so loading twice records once.
 * @throws SampleMistake where a label or a handle is not known
 */
export const requestFor = (
  action: SampleAction,
  known: KnownLabels,
  directory: SampleDirectory,
): RecordRequest => {
  const where = `Action ${action.label}`;
  const principal = directory.people.get(action.who);
  if (principal === undefined) throw new SampleMistake(where, 'is of a person who is not in the directory');
  const somebody = (id: string) => directory.people.has(id) || directory.organisations.has(id);
  if (![...(action.handling.neverTo ?? []), ...(action.handling.releasableTo ?? [])].every(somebody))
    throw new SampleMistake(where, 'has a handling that names somebody who is not in the directory');
  const { kind, label, begins } = action.place;
  return {
    principal,
    purpose: action.purpose ?? purposesByFunction[principal.function][0],
    type: action.declaration.type,
    caseId: kind === 'link' || begins ? null : idOf(known.cases, label, 'a case', where),
    linkId: kind === 'case' || begins ? null : idOf(known.links, label, 'a link', where),
    key: `sample-${action.label}`,
    occurred: action.occurred,
    source: action.source,
    handling: action.handling,
    lawfulBasis: action.lawfulBasis,
    relations: action.relations.map(({ kind: relation, label: event }) => ({
      kind: relation,
      event: idOf(known.events, event, 'an event', where),
    })),
    details: detailsOf(action, known, directory),
    correlation: derivedId('sample', action.label),
  };
};
