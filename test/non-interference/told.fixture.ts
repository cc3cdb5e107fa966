import type { Purpose } from '#casework';
import type { Person } from './agencies.fixture.js';
import type { Setting, Told } from './everything.fixture.js';
import type { Happened } from './history.fixture.js';
import { fateFor, fatesOf } from './fates.fixture.js';
import {
  aloneWithRiverside,
  endOfTheHistory,
  mayHave,
  sees,
  type Sees,
  type Standing,
} from './oracle.fixture.js';

/** What the agreement gives of a history that was told. */
export interface Agreement {
  readonly seenBy: (person: Person, purpose: Purpose) => ReadonlyMap<Happened, Sees>;
  /** All that anybody of an organisation could have. */
  readonly mayHave: (organisation: string, agency: Person['function']) => ReadonlyMap<Happened, Sees>;
}

/** Whoever left a case keeps nothing of what others had addressed to it until then. */
const stillAddressed = (event: Happened, happened: readonly Happened[]): readonly string[] => {
  const after = happened.slice(happened.indexOf(event) + 1);
  return event.addressed.filter(
    (organisation) =>
      !after.some(({ type, recorder }) => type === 'AgencyLeftCase' && recorder === organisation),
  );
};

/** @param since how somebody stands otherwise to the case after what was told later */
export const agreementOn = (told: Told, setting: Setting, since: Partial<Standing> = {}): Agreement => {
  const standing: Standing = {
    ...endOfTheHistory,
    ...since,
    childMissing: setting.missing ?? false,
    elevated: setting.emergencyOf ?? [],
  };
  const fates = fatesOf(told.happened);
  const byId = new Map(told.happened.map((event) => [event.id, event]));
  const known = new Map<string, Map<string, ReturnType<typeof fateFor>>>();
  const fateOf = (event: Happened, organisation: string) => {
    const of = known.get(organisation) ?? new Map<string, ReturnType<typeof fateFor>>();
    known.set(organisation, of);
    const fate = of.get(event.id) ?? fateFor(event, organisation, fates, byId);
    of.set(event.id, fate);
    return fate;
  };
  const given = (
    organisation: string,
    give: (event: Happened, fate: ReturnType<typeof fateFor>, standing: Standing) => Sees | null,
  ) => {
    const found = new Map<Happened, Sees>();
    for (const event of told.happened) {
      // An emergency access is no entry of anybody's.
      if (event.type.startsWith('BreakGlass')) continue;
      const fate = fateOf(event, organisation);
      // A link tells of both its cases, so it is for who is on both: the authority, after it was taken apart.
      if (event.linkId !== null && organisation !== 'riverside') continue;
      const addressed = event.linkId === null ? stillAddressed(event, told.happened) : ['riverside'];
      const seen = give(
        { ...event, addressed },
        fate,
        event.caseId === told.otherCase ? aloneWithRiverside : standing,
      );
      if (seen !== null) found.set(event, seen);
    }
    return found;
  };
  return {
    seenBy: (person, purpose) =>
      given(person.organisation, (event, fate, on) => sees(person, purpose, event, fate, on)),
    mayHave: (organisation, agency) =>
      given(organisation, (event, fate, on) => mayHave(organisation, agency, event, fate, on)),
  };
};
