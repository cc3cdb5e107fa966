import { inColumns } from './columns.js';
import { operatorCommands } from './operating/operate.js';
import { peopleTable } from './people-table.js';
import { CannotAsk, serviceAt, type Question, type Service } from './service.js';
import { timelineTable, type TimelineQuestion } from './timeline-table.js';

export interface Terminal {
  /** Where the service listens, e.g. `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly write: (text: string) => void;
}

/** What can be asked of the tool: its own commands, and those of an operator. */
export const usage = (): string => {
  const asking = [
    ['people', 'lists whom one can be'],
    ['timeline <person> <purpose> <case id> [<entries>]', 'shows a timeline as one of them'],
    ["ask <person> <purpose, or - for none> '<GraphQL>'", 'puts a question as one of them'],
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

type Command = (service: Service, args: readonly string[]) => Promise<Outcome> | undefined;

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
  if (!('refused' in answer)) return table(answer);
  const told = answer.refused.map(({ message, extensions }) => `${extensions?.code}: ${message}\n`);
  return { text: told.join(''), refused: true };
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
};

/** Whether it is a question to a running instance. */
export const isQuestion = (name: string): boolean => Object.hasOwn(commands, name);

/** Runs one command and answers with the exit code: 0 answered, 1 refused, 2 not understood. */
export const run = async (
  [name = '', ...args]: readonly string[],
  { address, write }: Terminal,
): Promise<number> => {
  const command = isQuestion(name) ? commands[name] : undefined;
  try {
    const answer = await command?.(serviceAt(address), args);
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
