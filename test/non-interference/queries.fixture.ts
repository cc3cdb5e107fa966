import { declarations, type Shape } from '#casework';

const selectionOf = (shape: Shape): string => {
  if (shape.is === 'list') return selectionOf(shape.of);
  if (shape.is !== 'group') return '';
  return `{ ${Object.entries(shape.fields)
    .map(([name, { shape: inner }]) => `${name} ${selectionOf(inner)}`)
    .join(' ')} }`;
};

export const entryTypes = declarations.filter(({ stream }) => ['case', 'link', 'review'].includes(stream));

/** Every field of a type; under a name of its own, because two types may give one name to different codes. */
export const fieldsOf = (type: string): readonly string[] =>
  Object.entries(entryTypes.find((declaration) => declaration.type === type)?.fields ?? {}).map(
    ([field, { kind }]) => `${type}_${field}: ${field} ${selectionOf(kind.shape)}`,
  );

export const ofEveryEntry = `__typename eventId caseId level type kindOfWork occurred recordedAt visibleFrom policyVersion
  recordedBy { id name function } relations { kind eventId } marks { kind by } withheld { category grade reason }
  ... on StubEntry { contactPoint { name reach organisation { id } } }`;

export const everyField = `${ofEveryEntry} ${entryTypes
  .map(({ type }) => `... on ${type} { ${fieldsOf(type).join(' ')} }`)
  .join(' ')}`;

export const wholeTimelineQuery = `query ($case: ID!, $first: Int!, $after: String, $asOf: String, $types: [EventType!]) {
  timeline(caseId: $case, first: $first, after: $after, asOf: $asOf, types: $types) {
    edges { cursor node { ${everyField} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** A long page, for which no words may be asked: so that what one gets never moves what another gets to a next page. */
export const onePageQuery = `query ($case: ID!) {
  timeline(caseId: $case, first: 100) { edges { node { ${ofEveryEntry} } } }
}`;

export const entryQuery = `query ($id: ID!) { entry(id: $id) { ${everyField} } }`;

export const caseQuery = `query ($case: ID!) {
  case(id: $case) {
    caseId cases entries missingNow
    openProcesses { process openedBy since organisation { id } }
    participants { id name function }
    ageDeterminations { eventId type occurred method effect dateOfBirth reliesOn standing organisation { id } }
  }
}`;

export const casesQuery = `query ($first: Int!, $after: String) {
  cases(first: $first, after: $after) {
    edges { cursor node { caseId visibleFrom onCase responsible } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const accessLogQuery = `query ($case: ID!, $first: Int!, $after: String) {
  accessLog(caseId: $case, first: $first, after: $after) {
    extent
    edges { cursor node { at kind person role outcome purpose decidedBy policyVersion correlation
      organisation { id } events { eventId parts } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const worklistQuery = `query ($first: Int!, $after: String) {
  worklist(first: $first, after: $after) {
    edges { cursor node { kind caseId eventId grantId person since due overdue duty organisation { id name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const emergencyAccessesQuery = `query ($case: ID, $first: Int!, $after: String) {
  emergencyAccesses(caseId: $case, first: $first, after: $after) {
    edges { cursor node { grantId caseId person openedAt until endedAt reviewDue reviewedAt ground justification
      organisation { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
