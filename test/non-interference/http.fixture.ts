import fc from 'fast-check';
import { everybody, relationships, type Somebody } from './agencies.fixture.js';
import { entryTypes, everyField, fieldsOf } from './queries.fixture.js';
import { purposes, type Purpose } from '#casework';

/** What somebody might send: any person, any purpose, a query of any shape that the schema allows, or nearly so. */
export interface Sent {
  readonly person: Somebody;
  readonly purpose: Purpose;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Whatever can be named in a request. */
export interface Nameable {
  readonly cases: readonly string[];
  readonly events: readonly string[];
  /** Cursors that were given to somebody, of any organisation. */
  readonly cursors: readonly string[];
  readonly instants: readonly string[];
}

const ofInterface = [
  ...[
    '__typename',
    'eventId',
    'caseId',
    'level',
    'type',
    'kindOfWork',
    'occurred',
    'recordedAt',
    'visibleFrom',
  ],
  ...['policyVersion', 'recordedBy { id name function }', 'relations { kind eventId }', 'marks { kind by }'],
  'withheld { category grade reason }',
];
const types = entryTypes.map(({ type }) => type);

const directive = fc.constantFrom(
  ...['', '', '', '@include(if: true)', '@skip(if: false)', '@include(if: $yes)', '@skip(if: $no)'],
  ...['@skip(if: $yes)', '@include(if: $no)'],
);

interface Selection {
  readonly inline: string;
  /** Definitions of the fragments that it spreads. */
  readonly fragments: string;
}

const plainField = fc
  .tuple(
    fc.constantFrom(...ofInterface),
    fc.option(fc.constantFrom('a', 'b', 'typename'), { nil: null }),
    directive,
  )
  .map(([field, alias, how]): string => {
    const [name = '', ...below] = field.split(' ');
    const called = alias === null ? '' : `${alias}_${name.replaceAll('_', '')}: `;
    return `${called}${name} ${how} ${below.join(' ')}`;
  });

const ofType = fc
  .tuple(
    fc.constantFrom(...types),
    directive,
    fc.constantFrom('inline', 'named', 'nested', 'interface'),
    fc.nat(10_000),
  )
  .map(([type, how, form, number]): Selection => {
    const fields = fieldsOf(type).join(' ');
    const name = `F${number}${type}`;
    const body = `{ __typename ${fields} }`;
    switch (form) {
      case 'named':
        return { inline: `...${name} ${how}`, fragments: `fragment ${name} on ${type} ${body}` };
      case 'nested':
        return {
          inline: `...${name} ${how}`,
          fragments: `fragment ${name} on TimelineEntry { eventId ...${name}Inner }\nfragment ${name}Inner on ${type} ${body}`,
        };
      case 'interface':
        return { inline: `... on TimelineEntry ${how} { ... on ${type} ${body} }`, fragments: '' };
      case 'inline':
        return { inline: `... on ${type} ${how} ${body}`, fragments: '' };
    }
  });

const together = (selections: readonly Selection[]): Selection => ({
  inline: selections.map(({ inline }) => inline).join(' '),
  fragments: [...new Set(selections.map(({ fragments }) => fragments))].join('\n'),
});

const some: fc.Arbitrary<Selection> = fc
  .tuple(
    fc.array(plainField, { minLength: 1, maxLength: 6 }),
    fc.array(ofType, { minLength: 1, maxLength: 25, size: 'max' }),
  )
  .map(([plain, details]) => together([{ inline: plain.join(' '), fragments: '' }, ...details]));

/** Often everything: a leak is found where much is told. */
const selection: fc.Arbitrary<Selection> = fc.oneof(
  { weight: 2, arbitrary: some },
  { weight: 1, arbitrary: fc.constant({ inline: everyField, fragments: '' }) },
);

const oneOf = (values: readonly string[], other: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.constantFrom(...other) },
  );

const page = '{ hasNextPage hasPreviousPage startCursor endCursor }';

const rootField = ({ cases, events, cursors, instants }: Nameable): fc.Arbitrary<Selection> => {
  const caseId = oneOf(cases, ['3f0b6c4e-58a2-4b6e-9d0a-0c9d1b2a3f4e', 'nonsense', '']);
  const first = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(5, 25) },
    { weight: 1, arbitrary: fc.constantFrom(1, 2, 100, 0, -1, 10_000) },
  );
  const after = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...cursors, 'not-a-cursor').map((one) => `, after: "${one}"`) },
  );
  const asOf = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...instants, 'yesterday').map((one) => `, asOf: "${one}"`) },
  );
  const only = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc
        .subarray(types, { minLength: 1, maxLength: 12 })
        .map((some) => `, types: [${some.join(' ')}]`),
    },
  );
  const timeline = fc
    .tuple(caseId, first, after, asOf, only, selection)
    .map(([id, size, from, then, some, { inline, fragments }]) => ({
      inline: `timeline(caseId: "${id}", first: ${size}${from}${then}${some}) { pageInfo ${page} edges { cursor node { ${inline} } } }`,
      fragments,
    }));
  const entry = fc
    .tuple(oneOf(events, [cases[0]!, 'nonsense']), selection)
    .map(([id, { inline, fragments }]) => ({ inline: `entry(id: "${id}") { ${inline} }`, fragments }));
  const summary = caseId.map((id) => ({
    inline: `case(id: "${id}") { __typename caseId cases entries missingNow
      openProcesses { process openedBy since organisation { id name } } participants { id name function }
      ageDeterminations { eventId type occurred method effect dateOfBirth reliesOn standing } }`,
    fragments: '',
  }));
  const cased = fc.tuple(first, after).map(([size, from]) => ({
    inline: `cases(first: ${size}${from}) { pageInfo ${page} edges { cursor node { caseId visibleFrom onCase responsible } } }`,
    fragments: '',
  }));
  const log = fc.tuple(caseId, first, after).map(([id, size, from]) => ({
    inline: `accessLog(caseId: "${id}", first: ${size}${from}) { extent pageInfo ${page} edges { cursor node {
      at person role outcome purpose decidedBy policyVersion correlation events { eventId parts } } } }`,
    fragments: '',
  }));
  const me = fc.constant({ inline: 'me { person role purposes organisation { id name } }', fragments: '' });
  return fc.oneof(
    { weight: 10, arbitrary: timeline },
    { weight: 6, arbitrary: entry },
    { weight: 3, arbitrary: summary },
    { weight: 1, arbitrary: cased },
    { weight: 2, arbitrary: log },
    { weight: 1, arbitrary: me },
  );
};

const readers = everybody.filter(
  ({ person, organisation }) =>
    person in relationships || ['metro', 'riverside', 'asylum'].includes(organisation),
);

/** Somebody with a purpose that is theirs, mostly. */
const asking = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...readers) },
      { weight: 1, arbitrary: fc.constantFrom(...everybody) },
    ),
    fc.nat(100),
    fc.nat(14),
  )
  .map(([{ person, function: agency, role }, which, odd]) => {
    const usual: Readonly<Partial<Record<string, readonly Purpose[]>>> = {
      'children-services': ['safeguarding', 'age-determination', 'court'],
      police: ['safeguarding', 'criminal-investigation', 'court'],
      'asylum-casework': ['asylum-decision', 'age-determination'],
      'immigration-enforcement': ['removal-check'],
      'competent-authority': ['nrm-decision'],
      prosecution: ['criminal-investigation', 'court'],
      'safeguarding-board': ['review'],
      'analysis-centre': ['statistics'],
    };
    const may =
      role === 'data-protection-officer' ? (['audit'] as const) : (usual[agency] ?? ['safeguarding']);
    const from = odd === 0 ? purposes : may;
    return { person, purpose: from[which % from.length]! };
  });

const oneOrTwo = <Value>(some: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.tuple(some) }, { weight: 1, arbitrary: fc.tuple(some, some) });

export const requests = (nameable: Nameable): fc.Arbitrary<Sent> =>
  fc.tuple(asking, oneOrTwo(rootField(nameable)), fc.nat(29)).map(([{ person, purpose }, fields, broken]) => {
    const root = fields.map(({ inline }, index) => (index === 0 ? inline : `second: ${inline}`)).join('\n');
    const { fragments } = together(fields);
    const query = `query Q($yes: Boolean!, $no: Boolean!) { ${root} __typename also: __typename @include(if: $yes) @skip(if: $no) }\n${fragments}`;
    const variables = broken === 1 ? { yes: 'maybe' } : { yes: true, no: false };
    return { person, purpose, query: broken === 0 ? query.slice(0, -20) : query, variables };
  });
