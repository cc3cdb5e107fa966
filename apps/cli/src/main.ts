import { readConfiguration } from '#platform';
import { run } from './run.js';

const { host, port } = readConfiguration(process.env, process.cwd());
const address = `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`;
process.exitCode = await run(process.argv.slice(2), {
  address,
  write: (text) => void process.stdout.write(text),
});
