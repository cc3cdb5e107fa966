import type { EventDeclaration, RecordedBy } from './declaration/case-event.js';
import type { Field } from './declaration/fields.js';
import type { Shape } from './declaration/kinds.js';
import { rulesOfEveryAction, rulesOfEveryCaseAction } from './decision/rules-of-every-action/index.js';
import { processes } from './processes.js';
import { linkRules } from './record-links/rules.js';
import { reviewRules } from './access-and-review/board-review-rules.js';
import { emergencyAccessRules } from './access-and-review/emergency-access-rules.js';
import { relationKinds } from './vocabulary/event-header.js';
import { partName } from './vocabulary/parts.js';

interface NamedRule {
  readonly name: string;
  readonly message: string;
  readonly on: readonly EventDeclaration[] | 'every';
}

const cell = (words: string): string => words.replaceAll('|', '\\|');
const codes = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

const holds = (shape: Shape): string => {
  switch (shape.is) {
    case 'text':
      return `text (${shape.longest})`;
    case 'code':
      return `one of ${codes(shape.values)}`;
    case 'flag':
      return 'yes or no';
    case 'whole-number':
      return `whole number, ${shape.least} to ${shape.most}`;
    case 'number':
      return `number, ${shape.least} to ${shape.most}`;
    case 'date':
      return 'date (EDTF)';
    case 'reference':
      return shape.to;
    case 'list':
      return `list (${shape.most}) of: ${holds(shape.of)}`;
    case 'group':
      return Object.entries(shape.fields)
        .map(([name, { shape: inner, optional }]) => `\`${name}\`${optional ? '?' : ''} ${holds(inner)}`)
        .join('; ');
  }
};

const owners = (recordedBy: RecordedBy): string => {
  if (recordedBy === 'any') return 'any organisation on the case';
  return recordedBy === 'system' ? 'only the process that it belongs to' : recordedBy.join(', ');
};

const relations = ({ relations: demanded }: EventDeclaration): string[] =>
  relationKinds.flatMap((kind) => {
    const demand = demanded[kind];
    if (demand === undefined) return [];
    const target = demand.to ? `: ${codes(demand.to)}` : '';
    return [`\`${kind}\`${demand.required ? ' (required)' : ''}${target}`];
  });

const facts = (declaration: EventDeclaration): string[] => [
  `Recorded by ${owners(declaration.recordedBy)}`,
  ...(declaration.action === null ? [] : [`action \`${declaration.action}\``]),
  `stub shows "${declaration.kindOfWork}"`,
  `stream \`${declaration.stream}\``,
  `version ${declaration.version}`,
  ...(declaration.beginsCase ? ['a case may begin with it'] : []),
  ...(declaration.afterClosure ? ['also after the case is closed'] : []),
  ...(declaration.narrows ? ['narrows what somebody has'] : []),
  ...(declaration.decision ? ['a decision'] : []),
];

const row = ([name, { category, grade, kind, means, optional, inHeader }]: [string, Field]): string =>
  `| \`${name}\`${optional ? '?' : ''} | \`${partName(category, grade)}\`${inHeader ? ', header' : ''} | ${cell(holds(kind.shape))} | ${cell(means)} |`;

const eventSection = (declaration: EventDeclaration): string => {
  const related = relations(declaration);
  return [
    `### ${declaration.type}`,
    declaration.means,
    `${facts(declaration).join(' · ')}.`,
    ...(related.length > 0 ? [`Relations: ${related.join('; ')}.`] : []),
    [
      '| field | part | holds | meaning |',
      '|---|---|---|---|',
      ...Object.entries(declaration.fields).map(row),
    ].join('\n'),
  ].join('\n\n');
};

const ruleList = (rules: readonly NamedRule[]): string =>
  rules
    .map(({ name, message, on }) => {
      const concerned = on === 'every' ? '' : ` (${codes(on.map(({ type }) => type))})`;
      return `- \`${name}\`${concerned}: ${message}`;
    })
    .join('\n');

const rulesSection = (rules: readonly NamedRule[]): string[] =>
  rules.length > 0 ? [`**Rules**\n\n${ruleList(rules)}`] : [];

const rulesOfEverything: readonly NamedRule[] = [
  ...new Set<NamedRule>([...rulesOfEveryCaseAction, ...rulesOfEveryAction]),
];

/** Rules that are not asked of a case, by the folder of their process. */
const rulesOfOtherStreams: ReadonlyMap<string, readonly NamedRule[]> = new Map<string, readonly NamedRule[]>([
  ['record-links', linkRules],
  ['access-and-review', [...emergencyAccessRules, ...reviewRules]],
]);

/** The event catalogue as a page of Markdown, made from the declarations and the rules alone. */
export const cataloguePage = (): string =>
  `${[
    '# Event catalogue',
    'Made from the declarations in `libs/casework` by `npm run catalogue`; a test holds it to them.',
    'Every field stands in a part: a category of information and a grade, `coded` (codes, outcomes, dates) or `told` ' +
      '(free text, names). A part is sealed, shared and withheld by itself. `header` marks what also stands in clear in ' +
      "the event's header, because who may see the event depends on it. `?` marks what may be left out.",
    '## Rules of every action',
    ruleList(rulesOfEverything),
    ...processes.flatMap(({ title, folder, events, rules }) => [
      `## ${title}`,
      ...rulesSection(rulesOfOtherStreams.get(folder) ?? rules ?? []),
      ...events.map(eventSection),
    ]),
  ].join('\n\n')}\n`;
