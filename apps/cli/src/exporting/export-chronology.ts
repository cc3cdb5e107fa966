import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CannotAsk, refusalsIn, type Answer, type Service } from '../service.js';
import { displayDownload } from './display-download.js';
import { saveWhole } from './save-whole.js';

const formats = ['docx', 'xlsx', 'csv', 'pdf', 'json'] as const;
const purpose = 'review';

export interface ExportQuestion {
  readonly person: string;
  readonly reviewId: string;
  readonly format: (typeof formats)[number];
  readonly file: string;
  readonly identities: 'ANONYMISED' | 'PERSONALISED';
  readonly dates: 'SHIFTED' | 'KEPT';
  readonly comments: boolean;
}

/** What the words ask for; undefined where they cannot be understood. */
export const exportQuestion = (words: readonly string[]): ExportQuestion | undefined => {
  const understood = understand(words);
  if (understood === undefined) return undefined;
  const { positionals, values } = understood;
  const [person, reviewId, named, file, ...more] = positionals;
  const format = formats.find((one) => one === named);
  if (!person || !reviewId || !format || !file || more.length > 0) return undefined;
  return {
    ...{ person, reviewId, format, file },
    identities: values.anonymised === true ? 'ANONYMISED' : 'PERSONALISED',
    dates: values.shifted === true ? 'SHIFTED' : 'KEPT',
    comments: values['without-comments'] !== true,
  };
};

const understand = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        anonymised: { type: 'boolean' },
        shifted: { type: 'boolean' },
        'without-comments': { type: 'boolean' },
      },
    });
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS_') === true) return undefined;
    throw problem;
  }
};

const mutation = `mutation ($input: ExportChronologyInput!) {
  exportChronology(input: $input) { path digest rows position policyVersion }
}`;

interface Exported {
  readonly path: string;
  readonly digest: string;
  readonly rows: number;
  readonly position: string;
  readonly policyVersion: string;
}

export interface ExportTerminal {
  readonly workingFolder: string;
  /** Where progress is drawn; null where nobody looks on. */
  readonly screen: NodeJS.WriteStream | null;
  /** Ends the download; what was written of it is removed. */
  readonly interrupted: AbortSignal;
}

/**
 * Exports the chronology of a review and saves it. The file is there when all of it is, and not before.
 * @returns what is told of the export, or the refusals
 * @throws CannotAsk where it cannot be fetched or saved
 */
export const exportChronology = async (
  service: Service,
  { person, reviewId, format, file, identities, dates, comments }: ExportQuestion,
  { workingFolder, screen, interrupted }: ExportTerminal,
): Promise<readonly string[] | { readonly refused: NonNullable<Answer['errors']> }> => {
  // By a key of its own, so that every run is an export of its own on record.
  const input = { key: `export-${randomUUID()}`, reviewId, format: format.toUpperCase() };
  const display = displayDownload(screen);
  try {
    display.preparing();
    const answer = await service.ask({
      ...{ person, purpose, query: mutation, interrupted },
      variables: { input: { ...input, identities, dates, comments } },
    });
    if (answer.errors !== undefined) return { refused: answer.errors };
    const exported = (answer.data as { readonly exportChronology: Exported }).exportChronology;
    const response = await service.fetch(exported.path, { person, purpose, interrupted });
    if (!response.ok) return { refused: await refusalsIn(response) };
    if (response.body === null) throw new CannotAsk('The answer has no file in it. Ask again.');
    const rows = Number(response.headers.get('x-rows') ?? exported.rows);
    const saved = await saveWhole(response.body, {
      ...{ workingFolder, file, interrupted },
      expected: format === 'json' ? exported.digest : null,
      onBytes: (bytes) => display.fetched(bytes, rows),
    });
    const { digest, position, policyVersion } = exported;
    return [
      `file      ${file}, ${saved.bytes} bytes`,
      `digest    ${digest}`,
      `rows      ${rows}`,
      `policy    ${policyVersion}`,
      `position  ${position}`,
    ];
  } finally {
    display.end();
  }
};
