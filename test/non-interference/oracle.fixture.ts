import type { AgencyFunction, PartName, Purpose, Role } from '#casework';
import { relationships, everybody, type Person } from './agencies.fixture.js';
import { ageResults, type Fate } from './fates.fixture.js';
import type { Happened } from './history.fixture.js';

/*
 * Who may see what, written once more from the sharing agreement and from nothing in the code: no policy, no fact and
 * no table of the product is used here. Where this and the product differ, one of them is wrong.
 */

/** Cells: F both grades; P the coded part; S named; - nothing; own; missing: F while the child is missing, else named. */
const agreement = `
                        core identity care voice health police immigration location review audit
responsible-worker      F    F        F    F     F      S      P           F        -      own
responsible-manager     F    F        F    P     P      S      P           P        -      own
authority-on-the-case   P    F        own  own   own    -      -           -        -      own
on-the-investigation    F    F        F    F     P      F      S           missing  -      own
other-officer           P    P        -    -     -      S      -           -        -      -
border-safeguarding     P    F        own  own   own    S      own         -        -      own
asylum-case-worker      P    P        -    -     -      -      F           -        -      own
decision-maker          F    F        P    P     P      S      P           -        -      own
guardian                F    F        F    F     F      S      P           F        -      -
support-worker          P    P        own  own   own    -      own         own      -      own
health-or-school        P    F        own  own   own    -      -           -        -      own
lawyer                  F    F        P    P     -      F      P           -        -      own
board-reviewer          F    F        F    F     P      P      P           S        F      F
emergency-reader        F    F        F    P     F      S      S           F        -      -
`;

/** Who may break the glass, and read by it. */
const frontLine: Readonly<Partial<Record<AgencyFunction, readonly Role[]>>> = {
  'children-services': ['allocated-worker', 'duty-worker'],
  police: ['investigator', 'officer'],
  border: ['safeguarding-officer', 'officer'],
  health: ['safeguarding-lead', 'practitioner'],
  education: ['safeguarding-lead', 'practitioner'],
  guardianship: ['guardian'],
  voluntary: ['support-worker'],
};

const [heads = [], ...lines] = agreement
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
type Row = ReadonlyMap<string, string>;
const rows = new Map<string, Row>(
  lines.map(([name = '', ...cells]) => [name, new Map(cells.map((cell, index) => [heads[index]!, cell]))]),
);

const purposes: Readonly<Partial<Record<AgencyFunction, string>>> = {
  'children-services': 'safeguarding age-determination court',
  police: 'safeguarding criminal-investigation court',
  border: 'safeguarding',
  'asylum-casework': 'asylum-decision age-determination',
  'competent-authority': 'nrm-decision',
  health: 'safeguarding',
  education: 'safeguarding',
  guardianship: 'safeguarding',
  voluntary: 'safeguarding',
  prosecution: 'criminal-investigation court',
  'safeguarding-board': 'review',
};

/** Whether somebody may read cases at all for this purpose. */
export const readsCases = ({ function: agency, role }: Pick<Person, 'function' | 'role'>, purpose: Purpose) =>
  !['data-protection-officer', 'administrator'].includes(role) &&
  (purposes[agency] ?? '').split(' ').includes(purpose);

/** How organisations stand to a case, by the history. */
export interface Standing {
  readonly onCase: readonly string[];
  readonly responsible: string | null;
  /** The board whose open review has the case in scope. */
  readonly board: string | null;
  readonly childMissing: boolean;
  /** Who is related to this child, and how. */
  readonly related: Readonly<Record<string, string>>;
  /** They see stubs of it: their own case's link with it is in dispute. */
  readonly disputed?: readonly string[];
  /** They have broken the glass. */
  readonly elevated?: readonly string[];
}

export interface Sees {
  readonly level: 'full' | 'partial' | 'stub';
  readonly parts: ReadonlySet<PartName>;
  readonly named: ReadonlySet<PartName>;
}

/** One capacity in which somebody reads. */
interface Capacity {
  readonly function: AgencyFunction;
  readonly organisation: string;
  readonly role: Role;
  readonly relationship: string | null;
  readonly neverTo: boolean;
  /** Not in their ordinary capacity, but by an emergency access. */
  readonly inEmergency?: boolean;
}

const rowOf = (
  { function: agency, organisation, role, relationship, inEmergency }: Capacity,
  standing: Standing,
) => {
  if (inEmergency) return frontLine[agency]?.includes(role) ? 'emergency-reader' : null;
  if (agency === 'safeguarding-board')
    return standing.board === organisation && role === 'reviewer' && relationship === 'reviewing'
      ? 'board-reviewer'
      : null;
  if (!standing.onCase.includes(organisation)) return null;
  switch (agency) {
    case 'children-services': {
      const worker = (role === 'allocated-worker' && relationship === 'allocated') || role === 'duty-worker';
      const manager =
        (role === 'team-manager' && relationship === 'supervising') || role === 'reviewing-officer';
      if (!worker && !manager) return null;
      if (standing.responsible !== organisation) return 'authority-on-the-case';
      return worker ? 'responsible-worker' : 'responsible-manager';
    }
    case 'police': {
      const on =
        (role === 'investigator' && relationship === 'investigating') ||
        (role === 'supervisor' && relationship === 'supervising');
      return on ? 'on-the-investigation' : 'other-officer';
    }
    case 'border':
      return role === 'safeguarding-officer' ? 'border-safeguarding' : null;
    case 'asylum-casework':
      return 'asylum-case-worker';
    case 'competent-authority':
      return 'decision-maker';
    case 'guardianship':
      return role === 'guardian' && relationship === 'guardian' ? 'guardian' : null;
    case 'voluntary':
      return relationship === 'allocated' ? 'support-worker' : null;
    case 'health':
    case 'education':
      return 'health-or-school';
    case 'prosecution':
      return 'lawyer';
    case 'immigration-enforcement':
    case 'analysis-centre':
      return null;
  }
};

const decide = (who: Capacity, event: Happened, fate: Fate, standing: Standing): Sees | null => {
  const own = event.recorder === who.organisation;
  const rowName = rowOf(who, standing);
  const row = rowName === null ? undefined : rows.get(rowName);
  const onCase = standing.onCase.includes(who.organisation);
  const related = who.relationship !== null;
  const addressed = event.addressed.includes(who.organisation);
  const disclosed = new Set(
    [...(fate.disclosed.get(who.organisation) ?? [])].filter((part) => event.parts.includes(part)),
  );
  const outside = fate.releasableTo !== null && !own && !fate.releasableTo.includes(who.organisation);
  const ageResult = ageResults.includes(event.type);
  const disputed = standing.disputed?.includes(who.organisation) ?? false;

  // never-to > covert > what is the recorder's and the board's alone
  if (who.neverTo) return null;
  if (!own && fate.neverTo.includes(who.organisation)) return null;
  if (!own && fate.covert) return null;
  if (!own && fate.recorderAndBoardOnly && rowName !== 'board-reviewer') return null;

  const given = row !== undefined || related || !onCase;
  const inFull = (own && related) || (addressed && given);
  if (row === undefined && !inFull && !(disclosed.size > 0 && given)) return null;
  const stub: Sees = { level: 'stub', parts: new Set(), named: new Set() };
  if (disputed && !own && disclosed.size === 0 && !addressed) return stub;
  if (outside && disclosed.size === 0 && !ageResult) return stub;

  const keptFromImmigration = ['border', 'asylum-casework', 'immigration-enforcement'].includes(who.function);
  const parts = new Set<PartName>();
  const named = new Set<PartName>();
  for (const part of event.parts) {
    const [category = '', grade] = part.split('.');
    const cell = row?.get(category) ?? '-';
    const result = ageResult && part === 'core.coded';
    const blocked =
      !own &&
      ((fate.held.has(who.organisation) && !result) ||
        (outside && !disclosed.has(part) && !result) ||
        (keptFromImmigration && fate.notForImmigration.has(part)));
    const byRow =
      cell === 'F' ||
      (cell === 'P' && grade === 'coded') ||
      (cell === 'own' && own) ||
      (cell === 'missing' && standing.childMissing);
    if (!blocked && (byRow || inFull || (disclosed.has(part) && given))) parts.add(part);
    else if (
      !outside &&
      (cell === 'S' || (cell === 'P' && grade === 'told') || (cell === 'missing' && !standing.childMissing))
    )
      named.add(part);
  }
  return { level: named.size > 0 ? 'partial' : 'full', parts, named };
};

/** Nobody who is not of the front line reads by an emergency access. */
const decideInEmergency = (who: Capacity, event: Happened, fate: Fate, standing: Standing): Sees | null =>
  frontLine[who.function]?.includes(who.role) === true
    ? decide({ ...who, inEmergency: true, relationship: null }, event, fate, standing)
    : null;

const rolesAt: Readonly<Partial<Record<AgencyFunction, readonly Role[]>>> = {
  'children-services': ['allocated-worker', 'duty-worker', 'team-manager', 'reviewing-officer'],
  police: ['investigator', 'officer', 'supervisor'],
  border: ['safeguarding-officer', 'officer'],
  'asylum-casework': ['case-worker'],
  'competent-authority': ['decision-maker'],
  health: ['safeguarding-lead', 'practitioner'],
  education: ['safeguarding-lead', 'practitioner'],
  guardianship: ['guardian', 'coordinator'],
  voluntary: ['support-worker'],
  prosecution: ['reviewing-lawyer'],
  'safeguarding-board': ['reviewer', 'board-manager'],
};

/** What an organisation's people could have between them: all that its view may hold. */
export const mayHave = (
  organisation: string,
  agency: AgencyFunction,
  event: Happened,
  fate: Fate,
  standing: Standing,
  neverTo = false,
  withEmergencies = true,
): Sees | null => {
  const kinds = [null, 'allocated', 'investigating', 'guardian', 'supervising', 'reviewing'];
  const found = (rolesAt[agency] ?? [])
    .flatMap((role) => {
      const one = { function: agency, organisation, role, neverTo };
      const ordinary = kinds.map((relationship) => decide({ ...one, relationship }, event, fate, standing));
      const broken =
        withEmergencies &&
        everybody.some(
          (other) => other.organisation === organisation && standing.elevated?.includes(other.person),
        );
      if (!broken) return ordinary;
      return [...ordinary, decideInEmergency({ ...one, relationship: null }, event, fate, standing)];
    })
    .filter((sees) => sees !== null);
  return together(found);
};

/** What somebody sees who may read in several capacities. */
const together = (found: readonly Sees[]): Sees | null => {
  const shown = found.filter(({ level }) => level !== 'stub');
  if (shown.length === 0) return found[0] ?? null;
  const parts = new Set(shown.flatMap((sees) => [...sees.parts]));
  const named = new Set(shown.flatMap((sees) => [...sees.named]).filter((part) => !parts.has(part)));
  return { level: named.size > 0 ? 'partial' : 'full', parts, named };
};

const relationshipOf = ({ person, organisation, team }: Person, standing: Standing): string | null => {
  const own = standing.related[person];
  if (own !== undefined) return own;
  const supervises = everybody.some(
    (other) =>
      other.person !== person &&
      other.organisation === organisation &&
      standing.related[other.person] !== undefined &&
      (other.supervisor === person || (team !== null && other.team === team)),
  );
  return supervises ? 'supervising' : null;
};

/** What one person may have of one event, for a purpose. */
export const sees = (
  person: Person,
  purpose: Purpose,
  event: Happened,
  fate: Fate,
  standing: Standing,
): Sees | null => {
  if (!readsCases(person, purpose)) return null;
  const { organisation, function: agency, role } = person;
  if (role === 'system') {
    const staff = everybody.filter((one) => one.organisation === organisation).map((one) => one.person);
    const neverTo = staff.some((one) => fate.neverTo.includes(one));
    return mayHave(organisation, agency, event, fate, standing, neverTo, false);
  }
  const relationship = relationshipOf(person, standing);
  const neverTo = fate.neverTo.includes(person.person);
  const who = { function: agency, organisation, role, relationship, neverTo };
  const ordinarily = decide(who, event, fate, standing);
  if (purpose !== 'safeguarding' || !standing.elevated?.includes(person.person)) return ordinarily;
  const inEmergency = decideInEmergency(who, event, fate, standing);
  return together([ordinarily, inEmergency].filter((one) => one !== null));
};

/** The standing of the histories' case, at their end. */
export const endOfTheHistory: Standing = {
  onCase: [
    ...['riverside', 'eastfield', 'metro', 'frontier', 'asylum', 'decider'],
    ...['clinic', 'school', 'guardians', 'lantern', 'crown'],
  ],
  responsible: 'riverside',
  board: 'board',
  childMissing: false,
  related: relationships,
};

/** A case that the authority opened and nobody else ever came onto. */
export const aloneWithRiverside: Standing = {
  onCase: ['riverside'],
  responsible: null,
  board: null,
  childMissing: false,
  related: {},
};
