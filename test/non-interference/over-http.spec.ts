import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Purpose } from '#casework';
import { agencies, everybody, type Person } from './agencies.fixture.js';
import { aviary, canariesIn, type Aviary } from './canaries.fixture.js';
import { settings, tellEverything, type Setting, type SettingName, type Told } from './everything.fixture.js';
import { history } from './history.fixture.js';
import { requests, type Nameable } from './http.fixture.js';
import { readableIn } from './readable.fixture.js';
import { agreementOn, type Agreement } from './told.fixture.js';
import { wholeTimelineQuery } from './queries.fixture.js';
import { openWorld, type World } from './world.fixture.js';

/** The same for every change, so that a failure is the change's own; `npm run test:endurance` takes a new one each time. */
const seed = Number(process.env.THROUGHLINE_SEED ?? 20_261_122);
const numRuns = Number(process.env.THROUGHLINE_REQUESTS ?? 300);

const toldOverHttp: readonly SettingName[] = [
  ...(['open', 'covert', 'releasable-to', 'never-to-organisation', 'never-to-person'] as const),
  ...(['wrong-child', 'refused', 'childs-account'] as const),
];

// Slow machines are many, and a test that is stopped tells nothing.
jest.setTimeout(300_000);

let world: World;
let birds: Aviary;
const agreements: Agreement[] = [];
const told: Told[] = [];
let nameable: Nameable;
beforeAll(async () => {
  world = await openWorld({ agencies, begins: '2012-01-01T09:00:00.000Z', overHttp: true });
  birds = aviary();
  const instants: string[] = [];
  for (const name of toldOverHttp) {
    const setting: Setting = settings[name];
    const one = await tellEverything(history(world, birds, name), setting);
    told.push(one);
    agreements.push(agreementOn(one, setting));
    instants.push(world.clock.now());
  }
  await world.settle();
  const cursors: string[] = [];
  for (const as of ['worker-r', 'inv-m', 'case-a', 'reviewer-s'] as const) {
    const variables = { case: told[0]!.caseId, first: 5 };
    const purpose = as === 'case-a' ? 'asylum-decision' : as === 'reviewer-s' ? 'review' : 'safeguarding';
    const { body } = await world.ask({ as, purpose, query: wholeTimelineQuery, variables });
    cursors.push(...(body.match(/(?<="cursor":")[A-Za-z0-9_-]+/g) ?? []));
  }
  nameable = {
    cases: told.flatMap(({ caseId, otherCase }) => [caseId, caseId, caseId, otherCase]),
    events: told.flatMap(({ happened }) => happened.map(({ id }) => id)),
    cursors,
    instants,
  };
}, 300_000);
afterAll(() => world.close());

/** The canaries that somebody may be given for a purpose. */
const allowed = new Map<string, ReadonlySet<string>>();
const allowedTo = (person: Person, purpose: Purpose): ReadonlySet<string> => {
  const key = `${person.person} ${purpose}`;
  const known = allowed.get(key);
  if (known !== undefined) return known;
  const given = new Map(
    agreements.flatMap((agreement) =>
      [...agreement.seenBy(person, purpose)].map(([{ name }, { level, parts }]) => [
        name,
        level === 'stub' ? new Set<string>() : parts,
      ]),
    ),
  );
  const all = new Set(
    [...birds.nests].flatMap(([canary, { event, part }]) => (given.get(event)?.has(part) ? [canary] : [])),
  );
  allowed.set(key, all);
  return all;
};

describe('over HTTP, whatever is asked in whatever form', () => {
  it(
    `nobody is told a word that the agreement does not give them (seed ${seed})`,
    async () => {
      let toldInAll = 0;
      let refused = 0;
      await fc.assert(
        fc.asyncProperty(requests(nameable), async ({ person, purpose, query, variables }) => {
          const answer = await world.ask({ as: person, purpose, query, variables });
          const text = `${JSON.stringify(answer.headers)}${answer.body}`;
          const may = allowedTo(
            everybody.find((one) => one.person === person)!,
            purpose,
          );
          const found = canariesIn(text);
          toldInAll += found.length;
          if (answer.body.includes('"errors"')) refused += 1;
          const leaked = found.filter((canary) => !may.has(canary)).map((canary) => birds.nests.get(canary));
          expect(leaked).toEqual([]);
        }),
        { numRuns, seed, endOnFailure: true },
      );
      // What asks for nothing proves nothing.
      expect(toldInAll).toBeGreaterThan(numRuns / 3);
      expect(refused).toBeLessThan(numRuns * 0.8);
    },
    60_000 + 2_000 * numRuns,
  );

  it('no line of the log has a word of an event', () => {
    const lines = world.logged().join('');
    expect(canariesIn(lines).map((canary) => birds.nests.get(canary))).toEqual([]);
  });

  it('no file of the data folder has a word of an event, in no form in which it could be read', async () => {
    const files = await readdir(world.dataFolder);
    expect(files).toEqual(expect.arrayContaining(['events.sqlite', 'views.sqlite', 'data-keys.sqlite']));
    for (const file of files) {
      const text = (await readFile(join(world.dataFolder, file))).toString('latin1');
      expect([file, readableIn(text)]).toEqual([file, []]);
    }
  });

  it('a word would be found in each of these forms', () => {
    const word = [...birds.nests.keys()].find((canary) => canary.startsWith('zq'))!;
    for (const before of ['', ' ', '  ', '   '])
      expect(readableIn(`..${Buffer.from(`${before}${word} and so on`).toString('base64')}`)).not.toEqual([]);
    for (const encoding of ['hex', 'utf16le', 'latin1'] as const)
      expect(
        readableIn(
          Buffer.from(`"${word}"`, encoding === 'hex' ? 'utf8' : encoding).toString(
            encoding === 'hex' ? 'hex' : 'latin1',
          ),
        ),
      ).not.toEqual([]);
  });
});
