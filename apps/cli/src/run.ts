import { inColumns } from './columns.js';
import {
  exportChronology,
  exportQuestion,
  type ExportQuestion,
  type ExportTerminal,
} from './exporting/export-chronology.js';
import { operatorCommands } from './operating/operate.js';
import { peopleTable } from './people-table.js';
import { CannotAsk, serviceAt, type Answer, type Question, type Service } from './service.js';
import { timelineTable, type TimelineQuestion } from './timeline-table.js';

export interface Terminal {
  /** Where the service listens, e.g. `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly write: (text: string) => void;
  /** From where the names of files are read. */
  readonly workingFolder: string;
  /** Where progress is drawn; null where nobody looks on. */
  readonly screen: NodeJS.WriteStream | null;
  /** Begins to listen for an interruption. */
  readonly interruption: () => AbortSignal;
}

/** What can be asked of the tool: its own commands, and those of an operator. */
export const usage = (): string => {
  const asking = [
    ['people', 'lists whom one can be'],
    ['timeline <person> <purpose> <case id> [<entries>]', 'shows a timeline as one of them'],
    ["ask <person> <purpose, or - for none> '<GraphQL>'", 'puts a question as one of them'],
    [
      'export <reviewer> <review id> <format> <file> [options]',
      'saves the chronology of a review as one of them',
    ],
    ['', '  format: docx, xlsx, csv, pdf or json'],
    ['', '  options: --anonymised, --shifted, --without-comments'],
  ];
  const operating = operatorCommands.map(({ name, takes, does }) => [`${name} ${takes}`.trimEnd(), does]);
  const listed = (rows: readonly (readonly string[])[]) => inColumns(rows).map((line) => `  ${line}`);
  return [
    'throughline <command>',
    '',
    'For operators, with the settings of a gateway:',
    ...listed(operating),
    '',
    'To a running instance of the embedded profile:',
    ...listed(asking),
    '',
    'Exit code: 0 done, 1 not done, 2 not understood.',
    '',
  ].join('\n');
};

interface Outcome {
  readonly text: string;
  readonly refused: boolean;
}

type Command = (
  service: Service,
  args: readonly string[],
  terminal: Terminal,
) => Promise<Outcome> | undefined;

const table = (lines: readonly string[]): Outcome => ({
  text: lines.map((line) => `${line}\n`).join(''),
  refused: false,
});

const asked = async (service: Service, question: Question): Promise<Outcome> => {
  const answer = await service.ask(question);
  return { text: `${JSON.stringify(answer, null, 2)}\n`, refused: answer.errors !== undefined };
};

const timeline = async (service: Service, question: TimelineQuestion): Promise<Outcome> => {
  const answer = await timelineTable(service, question);
  return 'refused' in answer ? refusal(answer.refused) : table(answer);
};

const refusal = (refused: NonNullable<Answer['errors']>): Outcome => ({
  text: refused.map(({ message, extensions }) => `${extensions?.code}: ${message}\n`).join(''),
  refused: true,
});

const exported = async (
  service: Service,
  question: ExportQuestion,
  terminal: ExportTerminal,
): Promise<Outcome> => {
  const answer = await exportChronology(service, question, terminal);
  return 'refused' in answer ? refusal(answer.refused) : table(answer);
};

const commands: Readonly<Record<string, Command>> = {
  people: async (service) => table(peopleTable(await service.people())),
  ask: (service, [person, purpose, query]) =>
    person && purpose && query
      ? asked(service, { person, purpose: purpose === '-' ? null : purpose, query })
      : undefined,
  timeline: (service, [person, purpose, caseId, first = '25']) =>
    person && purpose && caseId && /^\d{1,3}$/.test(first)
      ? timeline(service, { person, purpose, caseId, first: Number(first) })
      : undefined,
  export: (service, words, { workingFolder, screen, interruption }) => {
    const question = exportQuestion(words);
    return question && exported(service, question, { workingFolder, screen, interrupted: interruption() });
  },
};

/** Whether it is a question to a running instance. */
export const isQuestion = (name: string): boolean => Object.hasOwn(commands, name);

/** Runs one command and answers with the exit code: 0 answered, 1 refused, 2 not understood. */
export const run = async ([name = '', ...args]: readonly string[], terminal: Terminal): Promise<number> => {
  const { address, write } = terminal;
  const command = isQuestion(name) ? commands[name] : undefined;
  try {
    const answer = await command?.(serviceAt(address), args, terminal);
    if (answer === undefined) {
      write(usage());
      return 2;
    }
    write(answer.text);
    return answer.refused ? 1 : 0;
  } catch (problem) {
    if (!(problem instanceof CannotAsk)) throw problem;
    write(`${problem.message}\n`);
    return 1;
  }
};
