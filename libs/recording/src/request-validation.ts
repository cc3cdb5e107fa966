import {
  declarationOf,
  lawfulBases,
  partNames,
  relationKinds,
  sourceKinds,
  validateDetails,
  type EventDeclaration,
  type Relation,
} from '#casework';
import { accepted, isId, parseOccurred, refused, type Occurred, type Result } from '#kernel';
import type { InvalidField, RecordRequest } from './api.js';

export interface ValidRequest {
  readonly declaration: EventDeclaration;
  readonly occurred: Occurred;
  readonly details: Readonly<Record<string, unknown>>;
}

const idOfSomebody = /^[a-z0-9][a-z0-9-]{1,63}$/;
const mostRelations = 100;
const mostListed = 100;

/** Checks everything that can be checked without looking at the case; names every mistake at once. */
export const validateRequest = (request: RecordRequest): Result<ValidRequest, readonly InvalidField[]> => {
  const declaration = declarationOf(request.type);
  if (declaration === undefined || declaration.action === null) {
    return refused([{ field: 'type', problem: 'is not an action that somebody can record' }]);
  }
  const occurred = parseOccurred(request.occurred);
  const details = validateDetails(declaration, request.details);
  const problems: InvalidField[] = [
    ...place(declaration, request),
    ...envelope(request),
    ...(occurred.ok ? [] : [{ field: 'occurred', problem: occurred.reason }]),
    ...(details.ok
      ? []
      : details.reason.map(({ field, problem }) => ({ field: `details.${field}`, problem }))),
  ];
  if (problems.length > 0 || !occurred.ok || !details.ok) return refused(problems);
  return accepted({ declaration, occurred: occurred.value, details: details.value });
};

const place = (declaration: EventDeclaration, { caseId, linkId }: RecordRequest): InvalidField[] => {
  const problems: InvalidField[] = [];
  if (caseId !== null && !isId(caseId))
    problems.push({ field: 'caseId', problem: 'is not the id of a case' });
  if (linkId !== null && !isId(linkId))
    problems.push({ field: 'linkId', problem: 'is not the id of a link' });
  if (linkId !== null && declaration.stream !== 'link') {
    problems.push({ field: 'linkId', problem: 'is only for actions about a link' });
  }
  if (caseId === null && declaration.stream === 'case' && !declaration.beginsCase) {
    problems.push({ field: 'caseId', problem: 'is needed: a case cannot begin with this action' });
  }
  return problems;
};

/** What is wrong with the key of an action. */
export const problemsOfKey = (key: string): readonly InvalidField[] =>
  /^[\x21-\x7e]{8,200}$/.test(key)
    ? []
    : [{ field: 'key', problem: 'needs 8 to 200 visible characters, without blanks' }];

/** What is wrong with what an action says of other events, without looking at them. */
export const problemsOfRelations = (relations: readonly Relation[]): readonly InvalidField[] => [
  ...(relations.length <= mostRelations
    ? []
    : [{ field: 'relations', problem: `may name at most ${mostRelations} events` }]),
  ...relations.flatMap(({ kind, event }, index) => [
    ...(relationKinds.includes(kind)
      ? []
      : [{ field: `relations.${index}.kind`, problem: 'is not a kind of relation' }]),
    ...(isId(event) ? [] : [{ field: `relations.${index}.event`, problem: 'is not the id of an event' }]),
  ]),
];

const envelope = ({ key, source, lawfulBasis, relations, handling }: RecordRequest): InvalidField[] => {
  const problems: InvalidField[] = [...problemsOfKey(key), ...problemsOfRelations(relations)];
  const expect = (holds: boolean, field: string, problem: string) => {
    if (!holds) problems.push({ field, problem });
  };
  expect(sourceKinds.includes(source), 'source', `must be one of ${sourceKinds.join(', ')}`);
  expect(
    lawfulBasis === null || lawfulBases.includes(lawfulBasis),
    'lawfulBasis',
    `must be one of ${lawfulBases.join(', ')}`,
  );
  const listed = (field: 'releasableTo' | 'neverTo') => {
    const ids = handling[field] ?? [];
    expect(ids.length <= mostListed, `handling.${field}`, `may name at most ${mostListed}`);
    expect(
      ids.every((id) => idOfSomebody.test(id)),
      `handling.${field}`,
      'names something that is not the id of an organisation or a person',
    );
  };
  listed('releasableTo');
  listed('neverTo');
  expect(
    (handling.notForImmigration ?? []).every((part) => partNames.includes(part)),
    'handling.notForImmigration',
    'names something that is not a part, such as voice.told',
  );
  return problems;
};
