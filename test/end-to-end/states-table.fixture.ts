import type { reviewer } from './review.fixture.js';

export type Reviewer = ReturnType<typeof reviewer>;

const letters: Readonly<Record<string, string>> = {
  OPENED: 'o',
  VISIBLE_UNREAD: 'v',
  STUB_ONLY: 's',
  REFUSED: 'x',
  WITHHELD: 'w',
  HELD_ELSEWHERE: 'h',
  NOT_YET_RECORDED: 'r',
  NOT_YET_OCCURRED: '.',
};

const even = (line: string): string => line.trim().replace(/\s+/g, ' ');

/** A table as it stands in a test, to be compared with what was found. */
export const written = (table: string): string => table.trim().split('\n').map(even).join('\n');

/**
 * A table of states: a column for each event, a row for each agency. o opened, v visible and unread, s stub only, x refused,
 * w withheld, h held elsewhere, r not yet recorded, . not yet occurred.
 */
export const tableOf = async (
  board: Reviewer,
  table: string,
  ask: (agency: string) => string,
): Promise<string> => {
  const [heading = '', ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const labels = heading.split(/\s+/);
  const found = [heading];
  for (const row of rows) {
    const [agency = ''] = row.split(/\s+/);
    const states = await board.states(ask(agency));
    found.push([agency, ...labels.map((label) => letters[states[label] ?? 'none'] ?? '-')].join(' '));
  }
  return found.map(even).join('\n');
};

/** How every other event stood: the labels of the story by their letter; the decision that was asked about is not among them. */
export const labelsByState = async (board: Reviewer, args: string): Promise<string> => {
  const byLetter = new Map<string, string[]>();
  for (const [label, state] of Object.entries(await board.states(args))) {
    const letter = letters[state] ?? state;
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), label]);
  }
  return [...byLetter]
    .map(([letter, labels]) => `${letter} ${labels.sort().join(' ')}`)
    .sort()
    .join('\n');
};

/** The same as it stands in a test: a line for each state, with its events in any order. */
export const byState = (lines: string): string =>
  lines
    .trim()
    .split(/\n(?=\s*[ovsxwhr.] )/)
    .map((line) => {
      const [letter = '', ...labels] = even(line).split(' ');
      return `${letter} ${labels.sort().join(' ')}`;
    })
    .sort()
    .join('\n');
