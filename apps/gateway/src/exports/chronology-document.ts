import type { Row, Section, TableDocument } from '#documents';
import type { Instant } from '#kernel';
import { chronologyColumns, type Chronology, type ChronologyRow, type ChronologySection } from '#read-models';
import type { ExportedFrom } from './canonical-chronology.js';

export interface DocumentOf extends ExportedFrom {
  readonly digest: string;
  /** When the last event in it was recorded: a document is dated by what it tells, never by a clock. */
  readonly dated: Instant;
}

/** The chronology as a document: who is who, each agency's own, then all together. */
export const chronologyDocument = (chronology: Chronology, of: DocumentOf): TableDocument => ({
  title: 'Integrated chronology',
  subtitle: `${of.from} to ${of.until}`,
  language: 'en-GB',
  dated: of.dated,
  facts: factsOf(of),
  footer: `Position ${of.position} · policy ${of.policyVersion} · SHA-256 ${of.digest}`,
  sections: [
    agenciesSection(chronology),
    ...chronology.sections.map((section) => chronologySection(section, of)),
    peopleSection(chronology),
  ],
});

const factsOf = (of: DocumentOf): TableDocument['facts'] => [
  { label: 'Review', value: of.review },
  { label: 'Period', value: `${of.from} to ${of.until}` },
  { label: 'Position of the record', value: of.position },
  { label: 'Sharing policy', value: of.policyVersion },
  { label: 'SHA-256 of the canonical JSON', value: of.digest },
  {
    label: 'Names',
    value:
      of.identities === 'personalised'
        ? 'As recorded'
        : 'Replaced by codes. What was written freely may still tell who it is: it has to be read before it is shared.',
  },
  {
    label: 'Dates',
    value:
      of.dates === 'kept'
        ? 'As recorded'
        : 'Shifted by the same number of years throughout. Dates within free text are as they were written.',
  },
];

const chronologySection = ({ heading, organisation, rows }: ChronologySection, of: DocumentOf): Section => ({
  heading,
  ...(organisation === null
    ? { note: 'Every agency together, by the earliest instant at which each event may have happened.' }
    : {}),
  columns: chronologyColumns.filter(
    ({ key }) => of.comments || (key !== 'comment' && key !== 'significance'),
  ),
  marksIn: 'event',
  rows: async function* () {
    for await (const row of rows()) yield rowOf(row);
  },
});

const rowOf = ({ kind, eventId: _, marks, ...cells }: ChronologyRow): Row => ({
  kind:
    kind === 'gap'
      ? 'gap'
      : marks.some((mark) => mark === 'disputed' || mark === 'in-conflict')
        ? 'conflict'
        : 'entry',
  cells: { ...cells, ...readable(cells) },
  marks: marks.map((mark) => mark.replaceAll('-', ' ')),
});

/** A time as people write it, and as a narrow column can break it. */
const readable = ({
  occurredFrom,
  occurredTo,
  deadline,
}: Pick<ChronologyRow, 'occurredFrom' | 'occurredTo' | 'deadline'>) =>
  Object.fromEntries(
    Object.entries({ occurredFrom, occurredTo, deadline }).map(([key, text]) => [
      key,
      text.replace(/T(?=\d{2}:)/g, ' '),
    ]),
  );

const agenciesSection = ({ agencies }: Chronology): Section => ({
  heading: 'Agencies',
  note: 'By the codes that stand in the column of who had what.',
  columns: [
    { key: 'code', heading: 'Code', width: 1 },
    { key: 'name', heading: 'Agency', width: 9 },
  ],
  marksIn: 'name',
  rows: async function* () {
    await Promise.resolve();
    for (const { code, name } of agencies) yield { cells: { code, name } };
  },
});

const peopleSection = ({ people }: Chronology): Section => ({
  heading: 'People',
  note: 'Who recorded, by the codes that stand in the chronology.',
  columns: [
    { key: 'code', heading: 'Code', width: 1 },
    { key: 'name', heading: 'Name', width: 4 },
    { key: 'role', heading: 'Role', width: 3 },
    { key: 'agency', heading: 'Agency', width: 4 },
  ],
  marksIn: 'agency',
  rows: async function* () {
    await Promise.resolve();
    for (const { code, name, role, agency } of people)
      yield { cells: { code, name: name ?? '', role: role?.replaceAll('-', ' ') ?? '', agency } };
  },
});
