/**
 * A process that appends: `appending.fixture.ts <file> <appends>`. It writes a line for each thing that it was told, to
 * standard output and at once, so that a tracer sees the line between the system calls of the log.
 */
import { writeSync } from 'node:fs';
import { openEmbeddedEventStore } from '#event-store';
import { randomId } from '#kernel';

const [file = '', appends = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return 'reason' in error ? `${error.name} ${String(error.reason)}` : error.name;
};

try {
  const store = await openEmbeddedEventStore({ file });
  say('open');
  for (let number = 0; number < Number(appends); number += 1) {
    const event = { id: randomId(), type: 'SomethingHappened', data: { number } };
    await store.append('case-1', [event], { expected: 'any' }).then(
      ({ revision }) => say(`acknowledged ${revision} ${event.id}`),
      (error: unknown) => say(`refused ${nameOf(error)}`),
    );
  }
  // Stays, holding the log, until it is killed or told that nobody listens any more.
  say('done');
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
} catch (error) {
  say(`not opened ${nameOf(error)}`);
}
