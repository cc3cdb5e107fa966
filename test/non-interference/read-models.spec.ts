import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { partName, purposes, type PartName, type Purpose } from '#casework';
import { viewOf, type Entry } from '#read-models';
import { agencies, everybody, type Agency, type Organisation, type Person } from './agencies.fixture.js';
import { aviary, canariesIn, type Aviary } from './canaries.fixture.js';
import { settings, tellEverything, type Setting, type SettingName, type Told } from './everything.fixture.js';
import { followed } from './following.fixture.js';
import { declared, history, type Happened } from './history.fixture.js';
import { readsCases, type Sees } from './oracle.fixture.js';
import { allElse, entryOf, wholeTimeline } from './reading.fixture.js';
import { agreementOn, type Agreement } from './told.fixture.js';
import { openWorld, type World } from './world.fixture.js';

interface Case {
  readonly told: Told;
  readonly birds: Aviary;
  readonly agreement: Agreement;
}

// Slow machines are many, and a test that is stopped tells nothing.
jest.setTimeout(300_000);

let world: World;
const cases = new Map<SettingName, Case>();
beforeAll(async () => {
  world = await openWorld({ agencies, begins: '2012-01-01T09:00:00.000Z' });
  for (const name of Object.keys(settings) as SettingName[]) {
    const birds = aviary();
    const setting: Setting = settings[name];
    const told = await tellEverything(history(world, birds, name), setting);
    cases.set(name, { told, birds, agreement: agreementOn(told, setting) });
  }
  await world.settle();
}, 300_000);
afterAll(() => world.close());

/** The fields of the parts that are given. */
const detailsIn = (event: Happened, parts: ReadonlySet<PartName>) =>
  Object.fromEntries(
    Object.entries(event.details).filter(([name]) => {
      const field = declared(event.type).fields[name]!;
      return parts.has(partName(field.category, field.grade));
    }),
  );

/** Text with keys in one order. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const agreed = (event: Happened, seen: Sees | undefined): string =>
  seen === undefined
    ? 'nothing'
    : inOrder({
        level: seen.level,
        type: seen.level === 'stub' ? null : event.type,
        details: detailsIn(event, seen.parts),
        withheld: [...seen.named].sort(),
      });

const got = (entry: Entry | null | undefined): string => {
  if (entry === null || entry === undefined) return 'nothing';
  const { level, type, details, withheld } = entry;
  return inOrder({ level, type, details, withheld: withheld.map(({ part }) => part).sort() });
};

/** Every purpose that somebody may have, one for each setting in turn; all of them for each where there is time. */
const purposesOf = (person: Person, setting: SettingName): readonly Purpose[] => {
  const may = purposes.filter((purpose) => readsCases(person, purpose));
  const turn = Object.keys(settings).indexOf(setting);
  return process.env.THROUGHLINE_ENDURANCE || may.length === 0 ? may : [may[turn % may.length]!];
};

/** Some of many, others for everybody; all of them where there is time. */
const someOf = <Value>(values: readonly Value[], turn: number, oneIn: number): readonly Value[] =>
  process.env.THROUGHLINE_ENDURANCE ? values : values.filter((_value, index) => (index + turn) % oneIn === 0);

describe.each(Object.keys(settings) as SettingName[])('of events that are %s, at the read models', (name) => {
  it.each(everybody.map((person, turn) => [person.person, person, turn] as const))(
    '%s gets what the agreement gives, part for part, and nothing else',
    async (_name, person, turn) => {
      const { told, birds, agreement } = cases.get(name)!;
      const departures: string[] = [];
      const is = (what: string, one: string, other: string) => {
        if (one !== other) departures.push(`${what}: agreed ${one}, got ${other}`);
      };
      for (const purpose of purposesOf(person, name)) {
        const expected = agreement.seenBy(person, purpose);
        const entries = new Map<string, Entry>();
        for (const caseId of [told.caseId, told.otherCase])
          for (const entry of (await wholeTimeline(world, person.person, purpose, caseId)) ?? [])
            entries.set(entry.eventId, entry);
        for (const event of told.happened)
          is(`${purpose} ${event.name}`, agreed(event, expected.get(event)), got(entries.get(event.id)));
        is(`${purpose}: how many`, String(expected.size), String(entries.size));
        for (const event of someOf(told.happened, turn, 40)) {
          const one = await entryOf(world, person.person, purpose, event.id);
          is(`${purpose} entry ${event.name}`, agreed(event, expected.get(event)), got(one));
        }
        const given = new Map([...expected].map(([event, { parts }]) => [event.name, parts]));
        for (const canary of canariesIn(await allElse(world, person.person, purpose, told.caseId))) {
          const nest = birds.nests.get(canary);
          if (nest && !given.get(nest.event)?.has(nest.part)) departures.push(JSON.stringify(nest));
        }
      }
      expect(departures.slice(0, 5)).toEqual([]);
    },
  );

  const turn = Object.keys(settings).indexOf(name);
  it.each(someOf(everybody, turn, 4).map((person) => [person.person, person] as const))(
    '%s is sent by the feed what the agreement gives, part for part, and nothing else',
    async (_name, person) => {
      const { told, birds, agreement } = cases.get(name)!;
      const departures: string[] = [];
      for (const purpose of purposesOf(person, name)) {
        const expected = agreement.seenBy(person, purpose);
        const entries = new Map<string, Entry>();
        const texts: string[] = [];
        for (const caseId of [told.caseId, told.otherCase]) {
          const { items, refusal } = await followed(world, person.person, purpose, [caseId], 250);
          texts.push(JSON.stringify({ items, refusal }));
          for (const item of items) {
            if (item.kind === 'entry') entries.set(item.entry.eventId, item.entry);
            else entries.delete(item.eventId);
          }
        }
        for (const event of told.happened) {
          const [agreedOn, sent] = [agreed(event, expected.get(event)), got(entries.get(event.id))];
          if (agreedOn !== sent)
            departures.push(`${purpose} ${event.name}: agreed ${agreedOn}, sent ${sent}`);
        }
        const given = new Map([...expected].map(([event, { parts }]) => [event.name, parts]));
        for (const canary of canariesIn(texts.join('\n'))) {
          const nest = birds.nests.get(canary);
          if (nest && !given.get(nest.event)?.has(nest.part)) departures.push(JSON.stringify(nest));
        }
      }
      expect(departures.slice(0, 5)).toEqual([]);
    },
  );

  it('nobody gets anything for a purpose that is not theirs', async () => {
    const { told } = cases.get(name)!;
    const turn = Object.keys(settings).indexOf(name);
    for (const person of someOf(everybody, turn, 12)) {
      for (const purpose of purposes.filter((one) => !readsCases(person, one))) {
        expect(await wholeTimeline(world, person.person, purpose, told.caseId)).toBeNull();
      }
    }
  });

  it.each(Object.entries(agencies) as [Organisation, Agency][])(
    'the rows of %s hold no sealed part that the agreement does not give to somebody there',
    async (organisation, { function: agency }) => {
      const { told, agreement } = cases.get(name)!;
      const may = agreement.mayHave(organisation, agency);
      const rows = await world.database.reader.transaction().execute(async (moment) => {
        const { view } = await viewOf(moment, organisation);
        return view
          .selectFrom('agency_event')
          .select(['event_id', 'parts'])
          .where('organisation', '=', organisation)
          .where(
            'event_id',
            'in',
            told.happened.map(({ id }) => id),
          )
          .execute();
      });
      const held = new Map(
        rows.map((row) => [
          row.event_id,
          (JSON.parse(row.parts) as readonly { readonly part: PartName }[]).map(({ part }) => part),
        ]),
      );
      const words = (parts: Iterable<string> | undefined) => (parts ? [...parts].sort().join(' ') : 'no row');
      const departures = told.happened.flatMap((event) => {
        const [expected, found] = [words(may.get(event)?.parts), words(held.get(event.id))];
        return expected === found ? [] : [`${event.name}: agreed ${expected}, holds ${found}`];
      });
      expect(departures).toEqual([]);
    },
  );
});
