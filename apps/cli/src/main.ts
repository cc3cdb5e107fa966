import 'reflect-metadata';
import { readConfiguration } from '#platform';
import { operate, operatorCommands } from './operating/operate.js';
import { run, usage } from './run.js';

const write = (text: string) => void process.stdout.write(text);
const [name = '', ...words] = process.argv.slice(2);
const command = Object.hasOwn(operatorCommands, name) ? operatorCommands[name] : undefined;

const asked = (): Promise<number> => {
  const { host, port } = readConfiguration(process.env, process.cwd());
  const address = `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`;
  return run([name, ...words], { address, write });
};

const operated = async (wanted: NonNullable<typeof command>): Promise<number> => {
  const code = await operate(wanted, words, {
    environment: process.env,
    workingFolder: process.cwd(),
    write,
    complain: (text) => void process.stderr.write(text),
  });
  if (code === undefined) write(usage(operatorCommands));
  return code ?? 2;
};

process.exitCode = await (command === undefined ? asked() : operated(command));
