/**
 * The log server as a program of its own, so that it can be killed and started again with what it had:
 * `node dist/test/log-server/main.js --data FILE --port N`. Its one line of output is the address for KURRENTDB_URL.
 */
import { parseArgs } from 'node:util';
import { startLogServer } from './start.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('Say where the log is kept: --data FILE, and on which port it is served: --port N\n');
  process.exit(2);
}
const server = await startLogServer({ file: values.data, port: Number(values.port ?? 0) });
process.stdout.write(`${server.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
