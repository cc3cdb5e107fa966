import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Column, Row, TableDocument, WriteDocument } from './table-document.js';

/** Eighteen columns as a review's chronology has them. All people and bodies are invented. */
export const columns: readonly Column[] = [
  { key: 'reference', heading: 'Ref.', width: 5 },
  { key: 'occurred', heading: 'Occurred', width: 8 },
  { key: 'precision', heading: 'Precision', width: 6 },
  { key: 'recorded', heading: 'Recorded', width: 7 },
  { key: 'lag', heading: 'Lag', width: 4 },
  { key: 'agency', heading: 'Agency', width: 8 },
  { key: 'source', heading: 'Source of information', width: 7 },
  { key: 'people', heading: 'People', width: 7 },
  { key: 'event', heading: 'Event', width: 20 },
  { key: 'decision', heading: 'Decision and rationale', width: 15 },
  { key: 'known', heading: 'Known to whom then', width: 10 },
  { key: 'seen', heading: 'Child seen, child’s voice', width: 9 },
  { key: 'expected', heading: 'Expected practice', width: 9 },
  { key: 'deadline', heading: 'Deadline and outcome', width: 7 },
  { key: 'action', heading: 'Action', width: 8 },
  { key: 'comment', heading: 'Reviewer’s comment', width: 9 },
  { key: 'significance', heading: 'Significance', width: 6 },
  { key: 'handling', heading: 'Handling', width: 6 },
];

const entry = (number: number): Row => ({
  cells: {
    reference: `C-${String(number).padStart(4, '0')}`,
    occurred: number % 3 ? `2009-03-${String((number % 28) + 1).padStart(2, '0')} 14:05` : '2004 to 2006',
    precision: number % 3 ? 'minute' : 'uncertain, season',
    recorded: '2011-06-17 09:30',
    lag: `${number % 900} days`,
    agency:
      number % 2 ? 'Thames Reach Police, child abuse investigation team' : 'Westmarsh Children’s Services',
    source: 'Child’s own account, through an interpreter',
    people: 'Child A (Nguyễn Thị Hồng Ánh); worker 12 (Adébáyọ̀ Ọlá)',
    event:
      'The child told the duty worker that she had been brought from Hải Phòng by a man called “uncle”, had been kept in a ' +
      'house with Ọlúwáṣeun and Ẹniọlá, and was not allowed to go to school; she asked not to be sent back there. ' +
      'The account was written down the next day from memory.',
    decision:
      number % 4
        ? ''
        : 'No further action: the age given was held to be that of an adult, resting on the carrier’s record (C-0006).',
    known: 'police: opened; health: held elsewhere; education: not yet recorded',
    seen: 'Seen, not alone; “I want to stay with Auntie Bisi.”',
    expected: 'Working Together 2006, 5.36: strategy discussion',
    deadline: 'Due 2009-03-11; missed by 3 working days',
    action: 'Referred to housing',
    comment: number % 5 ? '' : 'Compare with C-0002: the same house was known a year before.',
    significance: number % 7 ? 'context' : 'turning point',
    handling: 'partners; not for immigration',
  },
  ...(number % 6 === 5 ? { marks: ['late entry', 'corrected by C-0031'] } : {}),
  ...(number % 11 === 10 ? { kind: 'conflict' as const } : {}),
});

const gap: Row = {
  kind: 'gap',
  cells: {
    occurred: '2009-04-01 to 2010-02-16',
    event: 'Nothing is recorded by any agency for 321 days.',
    lag: '321 days',
  },
};

export async function* rowsUpTo(count: number): AsyncGenerator<Row> {
  for (let number = 1; number <= count; number += 1) yield number % 9 === 0 ? gap : entry(number);
}

export const chronologyOf = (count: number, change: Partial<TableDocument> = {}): TableDocument => ({
  title: 'Integrated chronology: Westmarsh safeguarding partnership, review 2026-04',
  subtitle: 'Each agency’s own chronology, then all together',
  language: 'en-GB',
  dated: '2026-11-20T10:00:00Z',
  facts: [
    { label: 'Scope', value: '3 cases, 2002 to 2011' },
    { label: 'Position', value: '0000000000004711' },
    { label: 'Policy version', value: '2026-12' },
    { label: 'Digest', value: 'sha-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  ],
  footer:
    'Position 4711 · policy 2026-12 · sha-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 · OFFICIAL-SENSITIVE',
  sections: [
    {
      heading: 'Police: own chronology [1/2]',
      note: 'Only what this agency recorded itself. Times are those of the place of the event.',
      columns,
      marksIn: 'event',
      rows: () => rowsUpTo(count),
    },
  ],
  ...change,
});

/** A document whose one column holds these texts, one a row. */
export const documentOf = (...texts: readonly string[]): TableDocument =>
  chronologyOf(0, {
    sections: [
      {
        heading: 'Texts',
        columns: [{ key: 'text', heading: 'Text', width: 1 }],
        rows: async function* () {
          for (const text of texts) yield { cells: { text } };
        },
      },
    ],
  });

export const bytesOf = async (write: WriteDocument, document: TableDocument): Promise<Buffer> => {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), write(document, out)]);
  return bytes;
};
