import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import { Content, followFeed } from '#feed-client';

/*
 * What the software of an agency does, as a process that may be ended at any moment: each delivery is kept durably before
 * the place behind it is, and after a start it goes on behind the last place that it kept.
 */
const { RECORD, FEED, TOKEN } = process.env;

/** The place is kept after so many deliveries; those since then come again after an interruption. */
const between = 4;

/** The place that was kept last. A line that was being written when the process ended was not kept. */
const lastPlace = () => {
  if (!existsSync(RECORD)) return undefined;
  const text = readFileSync(RECORD, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  truncateSync(RECORD, Buffer.byteLength(whole));
  const places = whole.split('\n').filter((line) => line.startsWith('{"kind":"place"'));
  return places.length === 0 ? undefined : JSON.parse(places.at(-1)).cursor;
};

const after = lastPlace();
const file = openSync(RECORD, 'a');
const keep = (line) => {
  writeSync(file, `${JSON.stringify(line)}\n`);
  fsyncSync(file);
};

const feed = followFeed({
  address: FEED,
  credentials: credentials.createInsecure(),
  token: () => Promise.resolve(TOKEN),
  purpose: 'safeguarding',
  content: Content.CONTENT_FULL,
  start: after === undefined ? 'beginning' : { after },
  backOff: { least: 20, most: 200 },
});
keep({ kind: 'started' });
process.stdout.write('following\n');

let sincePlace = 0;
for await (const message of feed) {
  if (message.kind !== 'checkpoint') {
    keep(message);
    sincePlace += 1;
    if (sincePlace < between) continue;
  }
  keep({
    kind: 'place',
    cursor: message.cursor,
    caughtUp: message.kind === 'checkpoint' && message.caughtUp,
  });
  feed.confirm(message);
  sincePlace = 0;
}
closeSync(file);
