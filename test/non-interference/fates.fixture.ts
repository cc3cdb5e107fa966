import type { PartName } from '#casework';
import type { Happened } from './history.fixture.js';

/** What later events did to an event. */
export interface Fate {
  readonly disclosed: ReadonlyMap<string, ReadonlySet<PartName>>;
  readonly held: ReadonlySet<string>;
  readonly covert: boolean;
  readonly releasableTo: readonly string[] | null;
  readonly neverTo: readonly string[];
  readonly notForImmigration: ReadonlySet<PartName>;
  readonly recorderAndBoardOnly: boolean;
}

const asRecorded = (event: Happened): Fate => {
  const { handling, source, parts, type } = event;
  const byDefault = source === 'childs-account' ? parts : parts.filter((part) => part.startsWith('voice.'));
  return {
    disclosed: new Map(),
    held: new Set(),
    covert: handling.covert === true,
    releasableTo: handling.releasableTo ?? null,
    neverTo: handling.neverTo ?? [],
    notForImmigration: new Set(handling.notForImmigration ?? byDefault),
    recorderAndBoardOnly: type === 'DisclosureWithheld' || type.startsWith('Review'),
  };
};

const listIn = (event: Happened, field: string) => (event.details[field] ?? []) as readonly string[];

/** What became of each event of a history; only its own recorder's acts are in these histories. */
export const fatesOf = (happened: readonly Happened[]): ReadonlyMap<string, Fate> => {
  const fates = new Map(happened.map((event) => [event.id, asRecorded(event)]));
  for (const act of happened) {
    for (const { kind, event } of act.relations) {
      const fate = fates.get(event);
      const target = happened.find(({ id }) => id === event);
      if (fate === undefined || target?.recorder !== act.recorder) continue;
      if (act.type === 'DisclosureMade' && kind === 'discloses') {
        const to = String(act.details.disclosedTo);
        const given = new Set(listIn(act, 'partsDisclosed') as readonly PartName[]);
        const disclosed = new Map(fate.disclosed).set(to, given);
        fates.set(event, { ...fate, disclosed, held: new Set([...fate.held].filter((one) => one !== to)) });
      }
      if (act.type === 'DisclosureRefused' && kind === 'about')
        fates.set(event, { ...fate, held: new Set([...fate.held, String(act.details.refusedTo)]) });
      if (act.type === 'DisclosureWithheld' && kind === 'about')
        fates.set(event, { ...fate, held: new Set([...fate.held, ...listIn(act, 'withheldFrom')]) });
      if (act.type === 'EventRetracted' && kind === 'withdraws' && act.details.reason === 'wrong-child')
        fates.set(event, { ...fate, recorderAndBoardOnly: true });
      if (act.type === 'HandlingChanged' && kind === 'about')
        fates.set(event, {
          ...fate,
          covert: act.details.covert === true,
          releasableTo: act.details.releaseLimited === true ? listIn(act, 'releasableTo') : null,
          neverTo: [...listIn(act, 'neverToOrganisations'), ...listIn(act, 'neverToPeople')],
          notForImmigration: new Set(listIn(act, 'notForImmigration') as readonly PartName[]),
        });
    }
  }
  return fates;
};

/** What an event speaks of, and what that speaks of: all but what it only rests on. The result of an age stands alone. */
const spokenOfBy = (event: Happened, byId: ReadonlyMap<string, Happened>): readonly Happened[] => {
  const found = new Set([event]);
  for (const one of found) {
    if (ageResults.includes(one.type)) continue;
    for (const { kind, event: id } of one.relations) {
      const other = byId.get(id);
      if (other !== undefined && (kind !== 'reliesOn' || one.type === 'RelianceRecorded')) found.add(other);
    }
  }
  return [...found].slice(1);
};
export const ageResults = ['AgeDeterminationAsserted', 'CourtAgeFindingRecorded'];

/**
 * What stands between an event and an organisation: what hides an event hides what speaks of it as well, and a
 * correction tells no more than what it corrects.
 */
export const fateFor = (
  event: Happened,
  organisation: string,
  fates: ReadonlyMap<string, Fate>,
  byId: ReadonlyMap<string, Happened>,
): Fate => {
  const own = fates.get(event.id)!;
  const others = spokenOfBy(event, byId);
  if (others.length === 0) return own;
  const told = ({ recorder }: Happened) =>
    recorder === organisation || (recorder === event.recorder && event.addressed.includes(organisation));
  const hidden = others.filter((one) => !told(one));
  const corrected = event.relations
    .filter(({ kind }) => kind === 'corrects')
    .flatMap(({ event: id }) => fates.get(id) ?? []);
  const lists = [own, ...corrected].map(({ releasableTo }) => releasableTo).filter((list) => list !== null);
  return {
    ...own,
    covert: own.covert || hidden.some(({ id }) => fates.get(id)!.covert),
    recorderAndBoardOnly:
      own.recorderAndBoardOnly || hidden.some(({ type }) => type === 'DisclosureWithheld'),
    neverTo: [
      ...own.neverTo,
      ...others.flatMap(({ id, recorder }) =>
        fates.get(id)!.neverTo.filter((one) => one !== organisation || recorder !== organisation),
      ),
    ],
    releasableTo:
      lists.length === 0 ? null : lists.reduce((all, list) => all.filter((one) => list.includes(one))),
    held: new Set([own, ...corrected].flatMap(({ held }) => [...held])),
    notForImmigration: new Set(
      [own, ...corrected].flatMap(({ notForImmigration }) => [...notForImmigration]),
    ),
  };
};
