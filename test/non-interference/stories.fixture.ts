import { partName, type Purpose } from '#casework';
import type { Person } from './agencies.fixture.js';
import { aviary, canariesIn, type Aviary } from './canaries.fixture.js';
import { tellEverything, type Setting, type Told } from './everything.fixture.js';
import { declared, history, type Happened, type History } from './history.fixture.js';
import type { Sees, Standing } from './oracle.fixture.js';
import { agreementOn, type Agreement } from './told.fixture.js';
import type { World } from './world.fixture.js';

/** What somebody has of an entry, by whatever way it came: in words that all ways have in common. */
export interface Had {
  readonly level: string;
  readonly type: string | null;
  /** The names of the details. */
  readonly fields: readonly string[];
  readonly canaries: readonly string[];
  /** The parts that are named as withheld. */
  readonly withheld: readonly string[];
}

export const hadAsText = (had: Had | undefined): string =>
  had === undefined
    ? 'nothing'
    : JSON.stringify([had.level, had.type, ...[had.fields, had.canaries, had.withheld].map(sorted)]);

const sorted = (words: readonly string[]) => [...words].sort();

const hadOf = (event: Happened, { level, parts, named }: Sees): Had => {
  const given = Object.entries(event.details).filter(([name]) => {
    const field = declared(event.type).fields[name]!;
    return parts.has(partName(field.category, field.grade));
  });
  return {
    level,
    type: level === 'stub' ? null : event.type,
    fields: given.map(([name]) => name),
    canaries: canariesIn(JSON.stringify(given)),
    withheld: [...named],
  };
};

/** What the agreement gives somebody: each entry by the id of its event. */
export type Given = ReadonlyMap<string, { readonly event: Happened; readonly had: Had }>;

export interface Story {
  readonly name: string;
  readonly told: Told;
  /** How more is told of it. */
  readonly history: History;
  readonly given: (person: Person, purpose: Purpose) => Given;
  /** More has happened, and so somebody stands otherwise to the case now. */
  readonly changed: (standing?: Partial<Standing>) => void;
}

export interface Stories {
  readonly birds: Aviary;
  readonly all: readonly Story[];
  readonly of: (name: string) => Story;
}

const storyOf = (name: string, setting: Setting, told: Told, telling: History): Story => {
  let agreement: Agreement = agreementOn(told, setting);
  let since: Partial<Standing> = {};
  const known = new Map<string, Given>();
  return {
    name,
    told,
    history: telling,
    given: (person, purpose) => {
      const key = `${person.person} ${purpose}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found: Given = new Map(
        [...agreement.seenBy(person, purpose)].map(([event, seen]) => [
          event.id,
          { event, had: hadOf(event, seen) },
        ]),
      );
      known.set(key, found);
      return found;
    },
    changed: (standing = {}) => {
      since = { ...since, ...standing };
      agreement = agreementOn(told, setting, since);
      known.clear();
    },
  };
};

/** Tells the same history under several settings, with the canaries of all of them in one aviary. */
export const tellStories = async (
  world: World,
  settings: Readonly<Record<string, Setting>>,
): Promise<Stories> => {
  const birds = aviary();
  const all: Story[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const telling = history(world, birds, name);
    all.push(storyOf(name, setting, await tellEverything(telling, setting), telling));
  }
  await world.settle();
  return {
    birds,
    all,
    of: (name) => {
      const found = all.find((story) => story.name === name);
      if (found === undefined) throw new Error(`${name} was not told.`);
      return found;
    },
  };
};

/** The canaries in a text that stand in nothing of what is given. */
export const leaksIn = ({ birds }: Stories, text: string, given: readonly Given[]): readonly string[] => {
  const may = new Set(given.flatMap((some) => [...some.values()].flatMap(({ had }) => had.canaries)));
  const leaked = canariesIn(text).filter((canary) => !may.has(canary));
  return [...new Set(leaked)].map((canary) => `leaked ${JSON.stringify(birds.nests.get(canary) ?? canary)}`);
};

/** Where what somebody has differs from what they are given. */
export const departures = (given: readonly Given[], has: ReadonlyMap<string, Had>): readonly string[] => {
  const agreed = new Map(given.flatMap((some) => [...some]));
  const missing = [...agreed].flatMap(([id, { event, had }]) => {
    const [one, other] = [hadAsText(had), hadAsText(has.get(id))];
    return one === other ? [] : [`${event.name}: agreed ${one}, got ${other}`];
  });
  const more = [...has].flatMap(([id, had]) =>
    agreed.has(id) ? [] : [`${id}: not agreed, got ${hadAsText(had)}`],
  );
  return [...missing, ...more];
};
