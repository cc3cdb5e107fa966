import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createFileRegistry, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { run } from '../../apps/cli/src/index.js';
import { builtProgram } from '../crash/build.fixture.js';
import { startThroughline, type Embedded } from '../throughline.fixture.js';
import { root } from './pages.fixture.js';
import {
  commandOf,
  commandsWith,
  eventsKept,
  killWhatRuns,
  linesOf,
  runCommand,
  type Running,
} from './running-examples.fixture.js';
import { until } from '../end-to-end/until.fixture.js';
import { wordsOf } from './shown.fixture.js';

let throughline: Embedded;
let folder: string;
beforeAll(async () => {
  await builtProgram();
  folder = await mkdtemp(join(tmpdir(), 'throughline-examples-'));
  throughline = await startThroughline({
    environment: { THROUGHLINE_WEBHOOK_HTTP: 'allow', THROUGHLINE_WEBHOOK_NETWORKS: '127.0.0.0/8' },
  });
}, 120_000);
afterEach(killWhatRuns);
afterAll(async () => {
  await throughline.close();
  await rm(folder, { recursive: true });
});

const kept = (name: string): string => join(folder, `${name}.jsonl`);

const runExample = (
  example: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
  from?: string,
): Running =>
  runCommand(
    commandOf(example),
    { ADDRESS: throughline.address, FEED: throughline.feedAddress, KEPT: file, ...env },
    from,
  );

/** Children come to the council's duty desk; answers the events that were recorded. */
const childrenCome = async (visit: string, times: number): Promise<readonly string[]> => {
  const events: string[] = [];
  for (let index = 0; index < times; index += 1) {
    const { json, body } = await throughline.ask({
      as: 'dawn-northbridge',
      query: `mutation { recordContact(
        action: { key: "example-${visit}-${index}", occurred: "2026-11-20T15:40" }
        details: { channel: IN_PERSON, contactedBy: CHILD, childPresent: true, helpAskedFor: [PROTECTION_FROM_HARM], account: "Asked not to be sent home." }
      ) { eventId } }`,
    });
    const recorded = json.data?.recordContact as { eventId: string } | undefined;
    if (recorded === undefined) throw new Error(body);
    events.push(recorded.eventId);
  }
  return events;
};

/** Lets a follower come to the end of what there is, and ends it. */
const caughtUp = async (follower: Running): Promise<void> => {
  await follower.says(/Caught up\./);
  await follower.kill();
};

/** What the organisation's software has of all, by a subscriber that began now. */
const whatThereIs = async (name: string): Promise<readonly string[]> => {
  await caughtUp(runExample('follow-over-graphql', kept(name)));
  return eventsKept(kept(name));
};

const expectEachOnce = (file: string): void => {
  const ids = linesOf(file).flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
};

describe('the example of a subscriber over gRPC', () => {
  it('is killed with kill -9 again and again while events come, and misses nothing and counts nothing twice', async () => {
    const file = kept('over-grpc');
    const recorded: string[] = [];
    for (const round of [1, 2, 3]) {
      const follower = runExample('follow-over-grpc', file);
      await follower.says(/entry/);
      const coming = childrenCome(`round-${round}`, 12);
      // In the middle: these are the first of many that are on their way.
      await childrenCome(`first-${round}`, 2).then((events) => recorded.push(...events));
      await follower.kill();
      recorded.push(...(await coming));
      expect(eventsKept(file).length).toBeLessThan((await whatThereIs(`all-${round}`)).length);
      // What is left where it is killed in the middle of a line.
      appendFileSync(file, '{"kind":"entry","id":"4f2d');
    }
    // Deadlines are recorded a little after what sets them: nothing of before is missed, and nothing is there that is not.
    const before = await whatThereIs('all-before');
    await caughtUp(runExample('follow-over-grpc', file));
    const all = eventsKept(file);
    expect(all).toEqual(expect.arrayContaining([...before, ...recorded]));
    expect(await whatThereIs('all-after')).toEqual(expect.arrayContaining([...all]));
    expectEachOnce(file);
  }, 120_000);

  it('goes on in a project of somebody else, with the package of the client', async () => {
    const file = kept('elsewhere');
    await caughtUp(runExample('follow-over-grpc', file));
    const before = linesOf(file).length;
    const project = join(folder, 'project');
    await mkdir(join(project, 'node_modules/@throughline/feed-client'), { recursive: true });
    await cp(join(root, 'docs/examples'), join(project, 'docs/examples'), { recursive: true });
    const example = join(project, 'docs/examples/follow-over-grpc.mjs');
    const source = await readFile(example, 'utf8');
    await writeFile(example, source.replace("'#feed-client'", "'@throughline/feed-client'"));
    const [command = '', packed = ''] = commandOf('pack').split(/\s+# /);
    expect(await runCommand(command, {}).ended).toBe(0);
    const unpacked = join(project, 'node_modules/@throughline/feed-client');
    await promisify(execFile)('tar', ['xzf', join(root, packed), '-C', unpacked, '--strip-components=1']);
    // What `npm install` would fetch: only what the package itself names.
    const { dependencies } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const [scope = ''] = name.split('/');
      await mkdir(join(project, 'node_modules', scope), { recursive: true });
      await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
    }
    const [came] = await childrenCome('elsewhere', 1);
    await caughtUp(runExample('follow-over-grpc', file, {}, project));
    expect(eventsKept(file)).toContain(came);
    // It went on where the other was.
    expect(linesOf(file).length - before).toBeLessThan(10);
    expectEachOnce(file);
  }, 120_000);
});

describe('the example of a subscriber over GraphQL', () => {
  it('goes on where it was, live too', async () => {
    const file = kept('over-graphql');
    await caughtUp(runExample('follow-over-graphql', file));
    const before = linesOf(file).length;
    const [first] = await childrenCome('graphql', 1);
    const follower = runExample('follow-over-graphql', file);
    await follower.says(/Caught up\./);
    const [second] = await childrenCome('graphql-live', 1);
    await until(() => eventsKept(file).includes(second ?? ''));
    await follower.kill();
    expect(eventsKept(file)).toEqual(expect.arrayContaining([first, second]));
    expect(linesOf(file).length - before).toBeLessThan(20);
    expectEachOnce(file);
  }, 60_000);
});

interface Forwarded {
  readonly first: number;
  readonly again: number;
  readonly changed: number;
}

/** Hands every delivery on twice, as it may come, and once with a byte more, as somebody else might send it. */
const handingOn = async (
  receiver: Promise<string>,
): Promise<{ readonly server: Server; readonly forwarded: Forwarded[] }> => {
  const forwarded: Forwarded[] = [];
  const post = async (body: string, headers: IncomingHttpHeaders): Promise<number> => {
    const named = Object.entries(headers).filter(
      ([name]) => name.startsWith('webhook-') || name === 'content-type',
    );
    const response = await fetch(await receiver, {
      ...{ method: 'POST', body },
      headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
    });
    return response.status;
  };
  const server = createServer((request, response) => {
    const answer = async () => {
      const body = await text(request);
      const changed = await post(`${body} `, request.headers);
      const first = await post(body, request.headers);
      forwarded.push({ changed, first, again: await post(body, request.headers) });
      response.writeHead(first).end();
    };
    answer().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, forwarded };
};

describe('the example of a receiver of webhooks', () => {
  it('takes each delivery once, and nothing that was not signed', async () => {
    const expected = await whatThereIs('before-webhooks');
    const file = kept('by-webhook');
    let tell: (address: string) => void = () => undefined;
    const { server, forwarded } = await handingOn(new Promise<string>((resolve) => (tell = resolve)));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    let answer = '';
    const [, , , ...words] = wordsOf(commandOf('register').replace('127.0.0.1:4200', `127.0.0.1:${port}`));
    await run(words, {
      ...{ address: throughline.address, workingFolder: folder, screen: null },
      interruption: () => new AbortController().signal,
      write: (told) => (answer += told),
    });
    const { data } = JSON.parse(answer) as { data: { registerWebhook: { secret: string } } };
    const { secret } = data.registerWebhook;
    const receiver = runCommand(commandOf('receive-webhooks').replace('<secret>', secret), {
      PORT: '0',
      KEPT: file,
    });
    const [, heard] = await receiver.says(/Receiving at (\d+)/);
    tell(`http://127.0.0.1:${heard}/`);
    const [last = ''] = await childrenCome('webhook', 1);
    try {
      await until(() => [...expected, last].every((event) => eventsKept(file).includes(event)));
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(eventsKept(file)).toEqual(expect.arrayContaining([...expected, last]));
    expectEachOnce(file);
    const send = (event: { readonly id: string; readonly type: string; readonly data?: object }) => {
      const [at, body] = [new Date(), JSON.stringify(event)];
      return fetch(`http://127.0.0.1:${heard}/`, {
        ...{ method: 'POST', body },
        headers: {
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.trunc(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(event.id, at, body),
        },
      });
    };
    // Told twice that all begins anew, it forgets what it has once, and not the alerts.
    await send({ id: 'an alert', type: 'throughline.alert.missing-child.v1' });
    for (const id of ['begun-anew', 'entry again', 'begun-anew'])
      await send({
        id,
        type: id === 'begun-anew' ? 'throughline.feed.begun-anew.v1' : 'throughline.entry.X.v1',
      });
    await receiver.kill();
    expect(linesOf(file).map(({ id }) => id)).toEqual(['an alert', 'begun-anew', 'entry again']);
    expect(new Set(forwarded.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ changed: 401, first: 204, again: 204 })]),
    );
  }, 60_000);
});

const contract = createFileRegistry(
  fromJson(
    FileDescriptorSetSchema,
    JSON.parse(readFileSync(join(root, 'proto/throughline/feed/v1/descriptors.json'), 'utf8')) as JsonValue,
  ),
);

/** What a command for the feed asks: the method, and the request as it stands there. */
const requestIn = (command: string) => {
  const words = wordsOf(command);
  const [, service = '', method = ''] = /([\w.]+\.[A-Z]\w+)\/([A-Z]\w+)$/.exec(words.at(-1) ?? '') ?? [];
  const data = words[words.indexOf('-d') + 1];
  return { service, method, data: words.includes('-d') ? (data ?? '') : '{}' };
};

describe('the commands for the feed', () => {
  const isCall = ([, command]: readonly [string, string]) => requestIn(command).method !== '';
  const calls = [...commandsWith('grpcurl '), ...commandsWith('npx buf curl ')].filter(isCall);

  it.each(calls)('%s ask what the contract has', (_at, command) => {
    const { service, method, data } = requestIn(command);
    const asked = contract.getService(service)?.methods.find(({ name }) => name === method);
    expect(asked?.name).toBe(method);
    expect(() => fromJson(asked!.input, JSON.parse(data) as JsonValue)).not.toThrow();
  });

  it('are the same for grpcurl and for buf', () => {
    const askedBy = (tool: string) =>
      commandsWith(tool)
        .filter(([at]) => at.startsWith('docs/examples/'))
        .filter(isCall)
        .map(([, command]) => requestIn(command));
    expect(askedBy('grpcurl ')).toEqual(askedBy('npx buf curl '));
    expect(askedBy('grpcurl ').length).toBeGreaterThan(3);
  });

  it('are answered', async () => {
    const here = (command: string) =>
      command
        .replaceAll('http://127.0.0.1:4000', throughline.address)
        .replaceAll('127.0.0.1:4100', throughline.feedAddress);
    const [, block = ''] =
      /```sh\n(TOKEN=[^]*?)```/.exec(readFileSync(join(root, 'docs/examples/grpcurl.md'), 'utf8')) ?? [];
    const token = runCommand(`${here(block)}\necho $TOKEN`, {});
    const [TOKEN] = await token.says(/\S+\.\S+\.\S+/);
    let cursor = '';
    let event = '';
    const answers: string[] = [];
    for (const [, command] of commandsWith('npx buf curl ')) {
      const filledIn = here(command).replace('<cursor>', cursor).replace('<event>', event);
      const asked = runCommand(filledIn, { TOKEN });
      if (command.endsWith('/Subscribe')) {
        await asked.says(/"caughtUp"/);
        await asked.kill();
      } else expect([filledIn, await asked.ended, asked.said()]).toEqual([filledIn, 0, asked.said()]);
      const said = asked.said();
      answers.push(said);
      cursor ||= /"cursor": "([^"]+)"/.exec(said)?.[1] ?? '';
      event ||= /"eventId": "([^"]+)"/.exec(said)?.[1] ?? '';
    }
    const [methods, types, beginning, after, live, entry] = answers;
    expect(methods).toContain('throughline.feed.v1.CaseEvents/Subscribe');
    expect(types).toContain('"ChildReportedMissing"');
    expect(beginning).toContain('"entry"');
    const ids = (said = '') => said.match(/"id": "[\da-f-]{36}"/g) ?? [];
    expect(ids(after)).toEqual(expect.arrayContaining(ids(beginning).slice(1)));
    expect(live).not.toContain('"entry"');
    expect(entry).toContain('"detailsJson"');
  }, 60_000);
});
