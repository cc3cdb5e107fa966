import { agencyFunctions, partNames, purposes, rolesByFunction, rolesOfEveryOrganisation } from '#casework';
import type { AgencyFunction, PartSet } from '#casework';
import type { CaseFacts, EventFacts, Reader } from './facts.js';

/**
 * The key under which a decision is kept: every input of it, so that two questions share an answer only if they are
 * the same question. `undefined` for facts that are not what their type says (a missing flag, an unknown role): they
 * must be denied, for read as "false" a missing caveat would open what it protects.
 */
export const keyForPerson = (
  { function: agency, person }: Reader,
  caseFacts: CaseFacts,
  event: EventFacts,
  present: PartSet,
): string | undefined => {
  const who =
    bit(person.allocated, 0) +
    bit(person.investigating, 1) +
    bit(person.guardian, 2) +
    bit(person.supervising, 3) +
    bit(person.reviewing, 4) +
    bit(person.neverTo, 5) +
    bit(person.elevated, 6) +
    place(purposePlaces, person.purpose) * 2 ** 7 +
    place(rolePlaces, person.role) * 2 ** 11;
  return joined(who, agency, caseFacts, event, present);
};

/** No person has this number, for a person's holds a role and a purpose of which the first is 1. */
const anybody = 0;

export const keyForOrganisation = (
  agency: AgencyFunction,
  caseFacts: CaseFacts,
  event: EventFacts,
  present: PartSet,
): string | undefined => joined(anybody, agency, caseFacts, event, present);

const joined = (
  who: number,
  agency: AgencyFunction,
  caseFacts: CaseFacts,
  event: EventFacts,
  present: PartSet,
): string | undefined => {
  const flags =
    bit(caseFacts.onCase, 0) +
    bit(caseFacts.responsible, 1) +
    bit(caseFacts.childMissing, 2) +
    bit(caseFacts.reviewInScope, 3) +
    bit(caseFacts.emergency, 4) +
    bit(event.own, 5) +
    bit(event.ageResult, 6) +
    bit(event.recorderAndBoardOnly, 7) +
    bit(event.addressed, 8) +
    bit(event.covert, 9) +
    bit(event.outsideReleasable, 10) +
    bit(event.neverToOrganisation, 11) +
    bit(event.disputedLink, 12) +
    place(functionPlaces, agency) * 2 ** 13;
  const parts = parted(present);
  const disclosed = parted(event.disclosed) & present;
  const held = parted(event.originatorHolds) & present;
  const notForImmigration = parted(event.notForImmigration) & present;
  const wellFormed =
    who +
    flags +
    parts +
    parted(event.disclosed) +
    parted(event.originatorHolds) +
    parted(event.notForImmigration);
  if (Number.isNaN(wellFormed)) return undefined;
  return `${who},${flags},${parts},${disclosed},${held},${notForImmigration}`;
};

const bit = (flag: boolean, position: number): number =>
  flag === true ? 1 << position : flag === false ? 0 : Number.NaN;

const allParts = 2 ** partNames.length;
const parted = (set: PartSet): number =>
  Number.isInteger(set) && set >= 0 && set < allParts ? set : Number.NaN;

const placesOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].map((name, index) => [name, index + 1]));
const functionPlaces = placesOf(agencyFunctions);
const purposePlaces = placesOf(purposes);
const rolePlaces = placesOf([...Object.values(rolesByFunction).flat(), ...rolesOfEveryOrganisation]);

const place = (places: ReadonlyMap<string, number>, name: string): number => places.get(name) ?? Number.NaN;
