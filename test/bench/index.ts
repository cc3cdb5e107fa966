/**
 * Every benchmark in one run, each beside the least that any program would have to do for the same. Run it on a machine
 * that does nothing else: `npm run bench`. `BENCH_QUICK=1` takes the short ones, and fewer rounds, to see that all work;
 * `BENCH_EVENTS` says how many events the rebuilds of the cluster profile are of (200,000).
 * What needs PostgreSQL makes databases of its own on the server of `POSTGRES_URL`, and is left out without it.
 */
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';
import { benchAppend } from './append.js';
import { benchCluster } from './cluster-all.js';
import { benchDuties } from './duties.js';
import { benchFeed } from './feed.js';
import { benchPolicy } from './policy.js';
import { benchRecording } from './recording.js';
import { benchExport } from './review-export.js';
import { benchReview, sizeOfReview } from './review.js';
import { benchTimeline } from './timeline.js';
import { measureViews } from './views.js';

type Cell = string | number;

const quick = process.env.BENCH_QUICK === '1';
const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB');

const table = (title: string, headings: readonly string[], rows: readonly (readonly Cell[])[]): void => {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  say(`\n## ${title}\n`);
  for (const [index, row] of cells.entries()) {
    say(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
    if (index === 0) say(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  }
};

const { version, dependencies } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string; dependencies: Readonly<Record<string, string>> };
const [processor] = cpus();

say(`Throughline ${version}${quick ? ', quick' : ''}, ${new Date().toISOString().slice(0, 10)}`);
say(
  `${processor?.model ?? 'unknown processor'}, ${cpus().length} cores, ${thousands(totalmem() / 1e9)} GB memory`,
);
say(`${platform()} ${release()} ${arch()}, Node ${process.versions.node}; files in ${tmpdir()}`);
say(
  ['@photostructure/sqlite', '@cedar-policy/cedar-wasm', '@apollo/server', 'fastify']
    .map((name) => `${name} ${dependencies[name]}`)
    .join(', '),
);
// Other work on the machine makes every number worse, so what there was is told.
say(`Load of the machine at the beginning: ${loadavg()[0]?.toFixed(1)}`);
say('Medians of alternating rounds; "floor" is the least that the same work could cost, in the same run.');

table(
  'Append to the log, one event each, durable before it is answered; floor: a synced plain file',
  ['callers', 'events in a stream', 'appends/s', 'floor/s', 'ratio'],
  (await benchAppend()).map(({ callers, eventsInStream, store, floor, ratio }) => [
    callers,
    eventsInStream,
    thousands(store),
    thousands(floor),
    ratio,
  ]),
);

table(
  'Actions through recording, 64 at a time; floor: the same events appended',
  ['events in a case', 'actions/s', 'floor/s', 'ratio'],
  (await benchRecording()).map(({ eventsInStream, recording, floor, ratio }) => [
    eventsInStream,
    thousands(recording),
    thousands(floor),
    ratio,
  ]),
);

const duties = await benchDuties(quick ? 640 : 3_200, quick ? 1 : 3);
table(
  'Actions that all move a clock of a duty, 64 at a time, and the clock in the same process; floor: without it',
  ['actions/s', 'floor/s', 'ratio', 'seconds behind at the end', 'cases on a first start', 'cases/s'],
  [
    [
      ...[thousands(duties.withClock), thousands(duties.without), duties.ratio, duties.behind],
      ...[thousands(duties.cases), thousands(duties.looks)],
    ],
  ],
);

const { rebuild, linkedGroup } = await measureViews(quick ? 10_000 : 100_000);
table(
  'Views built again from the log; floor: the same rows inserted',
  ['events', 'rows', 'events/s', 'floor/s', 'ratio', 'heap MB by a quarter, half, all'],
  [
    [
      thousands(rebuild.events),
      thousands(rebuild.rows),
      thousands(rebuild.eventsPerSecond),
      thousands(rebuild.floorPerSecond),
      (rebuild.eventsPerSecond / rebuild.floorPerSecond).toFixed(2),
      rebuild.memory.map(({ heapMegabytes }) => heapMegabytes).join(', '),
    ],
  ],
);
table(
  'A linked group, and changes of what is visible in it',
  ['events', 'changes', 'ms for each change'],
  [
    [
      thousands(linkedGroup.events),
      linkedGroup.changes,
      ((linkedGroup.seconds / linkedGroup.changes) * 1_000).toFixed(1),
    ],
  ],
);

table(
  'Policy; floor: look-ups alone',
  ['what', 'ms', 'floor ms'],
  (await benchPolicy()).map(({ what, milliseconds, floor }) => [
    what,
    milliseconds.toFixed(2),
    floor?.toFixed(3) ?? '',
  ]),
);

table(
  'A page of a timeline over HTTP, each disclosure recorded; floor: a bare handler with the same rows',
  ['page', 'pages/s', 'p99 ms', 'floor/s', 'floor p99 ms', 'ratio'],
  (await benchTimeline(quick ? { rounds: 1, seconds: 2, connections: 16 } : undefined)).map(
    ({ what, pages, p99, floor, floorP99, ratio }) => [
      what,
      thousands(pages),
      p99,
      thousands(floor),
      floorP99,
      ratio,
    ],
  ),
);

const { cases, eventsOfACase, disclosures } = sizeOfReview;
table(
  `A board asks of ${thousands(cases * eventsOfACase)} events in ${cases} linked cases, with ${thousands(disclosures)} records of who read; floor: the parts opened`,
  ['what', 'how many', 'ms', 'aim ms', 'floor ms', 'times the floor'],
  (await benchReview(quick ? 1 : 3)).map(({ what, count, milliseconds, aim, floor, ratio }) => [
    what,
    thousands(count),
    thousands(milliseconds),
    aim === null ? '' : `< ${thousands(aim)}`,
    thousands(floor),
    ratio.toFixed(1),
  ]),
);

table(
  'An export of each agency’s own chronology and the composite, in a process of its own; none: the review opened, no row made',
  ['format', 'names', 'rows', 's', 's until the first row', 'MB of file', 'heap MB kept', 'RSS MB'],
  (await benchExport(quick ? [2_000] : [5_000, 20_000], ['none', 'digest', 'csv', 'pdf'])).map(
    ({ format, identities, rows, seconds, openedSeconds, megabytes, keptMegabytes, residentMegabytes }) => [
      ...[format, identities, thousands(rows), seconds.toFixed(1), openedSeconds.toFixed(1)],
      ...[megabytes, keptMegabytes, residentMegabytes],
    ],
  ),
);

const feed = await benchFeed(quick);
table(
  'The feed over gRPC, 100 actions a second over 100 cases: from the answer to an action to a subscriber who has it; floor: a bare server that writes as much',
  ['subscribers', 'actions/s', 'deliveries', 'p50 ms', 'p99 ms', 'floor p50 ms', 'floor p99 ms'],
  feed.lag.map((row) => [
    ...[thousands(row.subscribers), thousands(row.perSecond), thousands(row.deliveries)],
    ...[row.p50, row.p99, row.floorP50, row.floorP99].map((milliseconds) => milliseconds.toFixed(1)),
  ]),
);
table(
  'Catching up with the feed over gRPC, each delivery on record before it is sent; floor: a bare server and the same client',
  ['events', 'content', 'events/s', 'floor/s', 'ratio'],
  feed.catchUp.map(({ events, content, perSecond, floor, ratio }) => [
    ...[thousands(events), content, thousands(perSecond), thousands(floor), ratio.toFixed(2)],
  ]),
);
table(
  'A subscriber that is sent nothing',
  ['subscribers', 'KB of heap each', 'KB resident each'],
  [[thousands(feed.idle.subscribers), feed.idle.heap, feed.idle.resident]],
);

const { log, cluster } = await benchCluster(quick);
table(
  'Cluster: through the KurrentDB adapter to a log server; floor: the embedded store that it stands in front of',
  ['what', 'events/s', 'floor/s', 'ratio'],
  log.map(({ what, adapter, embedded, ratio }) => [
    what,
    thousands(adapter),
    thousands(embedded),
    ratio.toFixed(2),
  ]),
);
if (cluster === null) say('\nThe rest of the cluster profile was left out: set POSTGRES_URL for it.');
else {
  say(`\nPostgreSQL: ${cluster.server}`);
  table(
    'Cluster: from the answer to an append to a reader who sees it; floor: one plain insert and notify each',
    ['slots', 'events/s', 'lag p50 ms', 'p99 ms', 'floor p50 ms', 'p99 ms', 'append p50 ms', 'p99 ms'],
    cluster.lag.map((row) => [
      row.slots,
      thousands(row.perSecond),
      ...[row.p50, row.p99, row.floorP50, row.floorP99, row.appendP50, row.appendP99].map((milliseconds) =>
        milliseconds.toFixed(1),
      ),
    ]),
  );
  table(
    'Cluster: views built from the log on PostgreSQL; floor: COPY of the same rows, indexed afterwards, or before',
    [
      'slots',
      'events',
      'rows',
      'events/s',
      'floor/s',
      'ratio',
      'floor/s',
      'ratio',
      'heap MB, RSS MB in each quarter',
    ],
    cluster.rebuilds.map((row) => [
      row.slots,
      thousands(row.events),
      thousands(row.rows),
      thousands(row.eventsPerSecond),
      ...[row.copyPerSecond, row.copyIndexedPerSecond].flatMap((floor) => [
        thousands(floor),
        (row.eventsPerSecond / floor).toFixed(2),
      ]),
      row.memory.map((at) => `${at.heapMegabytes} ${at.residentMegabytes}`).join(', '),
    ]),
  );
}
