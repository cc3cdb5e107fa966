import { categories, hasPart, partName, partNames, partSet, type AgencyFunction, type Role } from '#casework';
import { openEvent, type PersonFacts } from '../facts.js';
import type { AccessLogExtent, SharingPolicy } from '../policy.js';
import { reader, standingsInWords, type StandingInWords } from './reader.fixture.js';

/**
 * The table of the sharing agreement, copied by hand cell by cell: what each reader gets of each category.
 *
 * F both grades; P the coded part, and the told part named; S both named; - nothing; own: as F where the reader's
 * organisation recorded it; missing: F while the child is missing, else named. The last column is
 * how much of the access log: own organisation's, who read, or F for all of it.
 *
 * "by" is the relationship of the reader to the case. A reader with one has their own organisation's record in full.
 */
const ordinary = `
function                role                    by            standing    | exist core identity care voice health police  immigration location review audit | log
children-services       allocated-worker        allocated     responsible | F     F    F        F    F     F      S       P           F        -      own   | own
children-services       allocated-worker        -             responsible | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       allocated-worker        investigating responsible | own   own  own      own  own   own    own     own         own      own    own   | -
children-services       duty-worker             -             responsible | F     F    F        F    F     F      S       P           F        -      own   | own
children-services       team-manager            supervising   responsible | F     F    F        F    P     P      S       P           P        -      own   | own
children-services       team-manager            -             responsible | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       reviewing-officer       -             responsible | F     F    F        F    P     P      S       P           P        -      own   | own
children-services       system                  -             responsible | F     F    F        F    F     F      S       P           F        -      -     | -
children-services       allocated-worker        allocated     on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
children-services       allocated-worker        -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       duty-worker             -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
children-services       team-manager            supervising   on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
children-services       team-manager            -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       reviewing-officer       -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
children-services       system                  -             on-case     | F     P    F        own  own   own    -       -           -        -      -     | -
children-services       duty-worker             -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       reviewing-officer       -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
police                  investigator            investigating on-case     | F     F    F        F    F     P      F       S           missing  -      own   | own
police                  supervisor              supervising   on-case     | F     F    F        F    F     P      F       S           missing  -      own   | own
police                  investigator            -             on-case     | F     P    P        -    -     -      S       -           -        -      -     | -
police                  supervisor              -             on-case     | F     P    P        -    -     -      S       -           -        -      -     | -
police                  officer                 -             on-case     | F     P    P        -    -     -      S       -           -        -      -     | -
police                  officer                 investigating on-case     | F     P    P        -    -     -      S       -           -        -      -     | -
police                  system                  -             on-case     | F     F    F        F    F     P      F       S           missing  -      -     | -
police                  officer                 -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
police                  investigator            investigating off         | own   own  own      own  own   own    own     own         own      own    own   | -
border                  safeguarding-officer    -             on-case     | F     P    F        own  own   own    S       own         -        -      own   | own
border                  officer                 -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
border                  officer                 allocated     on-case     | own   own  own      own  own   own    own     own         own      own    own   | -
border                  system                  -             on-case     | F     P    F        own  own   own    S       own         -        -      -     | -
border                  safeguarding-officer    -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
asylum-casework         case-worker             -             on-case     | F     P    P        -    -     -      -       F           -        -      own   | own
asylum-casework         system                  -             on-case     | F     P    P        -    -     -      -       F           -        -      -     | -
asylum-casework         case-worker             -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
immigration-enforcement removals-officer        -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
immigration-enforcement system                  -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
competent-authority     decision-maker          -             on-case     | F     F    F        P    P     P      S       P           -        -      own   | own
competent-authority     system                  -             on-case     | F     F    F        P    P     P      S       P           -        -      -     | -
competent-authority     decision-maker          -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
guardianship            guardian                guardian      on-case     | F     F    F        F    F     F      S       P           F        -      -     | who
guardianship            guardian                -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
guardianship            coordinator             -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
guardianship            coordinator             supervising   on-case     | own   own  own      own  own   own    own     own         own      own    own   | -
guardianship            system                  -             on-case     | F     F    F        F    F     F      S       P           F        -      -     | -
guardianship            guardian                guardian      off         | own   own  own      own  own   own    own     own         own      own    own   | -
voluntary               support-worker          allocated     on-case     | F     P    P        own  own   own    -       own         own      -      own   | own
voluntary               support-worker          -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
voluntary               system                  -             on-case     | F     P    P        own  own   own    -       own         own      -      -     | -
health                  safeguarding-lead       -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
health                  practitioner            -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
health                  system                  -             on-case     | F     P    F        own  own   own    -       -           -        -      -     | -
health                  practitioner            -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
education               safeguarding-lead       -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
education               practitioner            -             on-case     | F     P    F        own  own   own    -       -           -        -      own   | own
education               system                  -             on-case     | F     P    F        own  own   own    -       -           -        -      -     | -
prosecution             reviewing-lawyer        -             on-case     | F     F    F        P    P     -      F       P           -        -      own   | own
prosecution             system                  -             on-case     | F     F    F        P    P     -      F       P           -        -      -     | -
prosecution             reviewing-lawyer        -             off         | -     -    -        -    -     -      -       -           -        -      -     | -
safeguarding-board      reviewer                reviewing     review      | F     F    F        F    F     P      P       P           S        F      F     | F
safeguarding-board      reviewer                reviewing     off         | own   own  own      own  own   own    own     own         own      own    own   | -
safeguarding-board      reviewer                -             review      | -     -    -        -    -     -      -       -           -        -      -     | -
safeguarding-board      board-manager           reviewing     review      | own   own  own      own  own   own    own     own         own      own    own   | -
safeguarding-board      system                  -             review      | F     F    F        F    F     P      P       P           S        F      F     | -
analysis-centre         analyst                 -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
analysis-centre         analyst                 allocated     on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
police                  data-protection-officer -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | own
police                  data-protection-officer investigating on-case     | -     -    -        -    -     -      -       -           -        -      -     | own
police                  data-protection-officer -             off         | -     -    -        -    -     -      -       -           -        -      -     | own
voluntary               data-protection-officer -             on-case     | -     -    -        -    -     -      -       -           -        -      -     | own
police                  administrator           supervising   on-case     | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       administrator           -             responsible | -     -    -        -    -     -      -       -           -        -      -     | -
`;

/**
 * Whoever has an emergency access that is open, which "!" stands for. A cell of two, such as P/own, is the first, and as F
 * where the reader's organisation recorded it.
 */
const inEmergencies = `
function                role                    by            standing     | exist core identity care voice health police  immigration location review audit | log
children-services       allocated-worker        elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
children-services       duty-worker             elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
children-services       allocated-worker        elevated      on-case!     | F     F    F        F    P     F      S       S           F        -      -     | -
children-services       duty-worker             elevated      on-case!     | F     F    F        F    P/own F      S       S           F        -      own   | own
children-services       allocated-worker        elevated      responsible! | F     F    F        F    P     F      S       S           F        -      -     | -
children-services       duty-worker             elevated      responsible! | F     F    F        F    F     F      S       P           F        -      own   | own
children-services       allocated-worker        elevated      on-case      | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       duty-worker             -             off!         | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       team-manager            elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       reviewing-officer       elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
children-services       system                  elevated      off!         | own   own  own      own  own   own    own     own         own      own    own   | -
police                  officer                 elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
police                  investigator            elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
police                  supervisor              elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
police                  officer                 elevated      on-case!     | F     F    F        F    P     F      S       S           F        -      -     | -
police                  investigator            elevated      on-case!     | F     F    F        F    P     F      S       S           F        -      -     | -
police                  officer                 -             on-case!     | F     P    P        -    -     -      S       -           -        -      -     | -
police                  system                  -             on-case!     | F     F    F        F    F     P      F       S           missing  -      -     | -
police                  system                  elevated      off!         | own   own  own      own  own   own    own     own         own      own    own   | -
police                  administrator           elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
police                  data-protection-officer elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | own
border                  safeguarding-officer    elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
border                  officer                 elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
border                  safeguarding-officer    elevated      on-case!     | F     F    F        F    P/own F      S       S/own       F        -      own   | own
health                  safeguarding-lead       elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
health                  practitioner            elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
health                  practitioner            elevated      on-case!     | F     F    F        F    P/own F      S       S           F        -      own   | own
education               safeguarding-lead       elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
education               practitioner            elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
guardianship            guardian                elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
guardianship            guardian                elevated      on-case!     | F     F    F        F    P     F      S       S           F        -      -     | -
guardianship            coordinator             elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
voluntary               support-worker          elevated      off!         | F     F    F        F    P     F      S       S           F        -      -     | -
voluntary               support-worker          elevated      on-case!     | F     F    F        F    P     F      S       S           F        -      -     | -
asylum-casework         case-worker             elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
asylum-casework         case-worker             elevated      on-case!     | F     P    P        -    -     -      -       F           -        -      own   | own
immigration-enforcement removals-officer        elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
competent-authority     decision-maker          elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
prosecution             reviewing-lawyer        elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
safeguarding-board      reviewer                elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
safeguarding-board      reviewer                elevated      review!      | -     -    -        -    -     -      -       -           -        -      -     | -
safeguarding-board      board-manager           elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
analysis-centre         analyst                 elevated      off!         | -     -    -        -    -     -      -       -           -        -      -     | -
`;

interface Line {
  readonly agency: AgencyFunction;
  readonly role: Role;
  readonly by: keyof PersonFacts | '-';
  readonly standing: StandingInWords;
  /** Existence, then the categories in the order of the vocabulary. */
  readonly cells: readonly string[];
  readonly log: string;
}

const linesOf = (table: string): readonly Line[] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [who = '', cells = '', log = '-'] = line.split('|');
      const [agency, role, by, standing] = who.trim().split(/\s+/);
      return { agency, role, by, standing, cells: cells.trim().split(/\s+/), log: log.trim() } as Line;
    });

export const lines = linesOf(ordinary);
export const linesOfEmergencies = linesOf(inEmergencies);

const accessLogOf: Readonly<Record<string, AccessLogExtent>> = {
  F: 'everything',
  who: 'who-read',
  own: 'own-organisation',
  '-': 'none',
};

const everything = partSet(partNames);

/** What a part of a category comes to: handed over, the reason it is named with, or nothing. */
const expectedOf = (
  cells: string | undefined,
  grade: 'coded' | 'told',
  own: boolean,
  missing: boolean,
): string => {
  const [first, second] = cells?.split('/') ?? [];
  const cell = own && second !== undefined ? second : first;
  if (cell === 'F' || (cell === 'own' && own) || (cell === 'missing' && missing)) return 'handed';
  if (cell === 'P') return grade === 'coded' ? 'handed' : 'outcomes-only';
  if (cell === 'S') return 'not-shared';
  return cell === 'missing' ? 'only-while-missing' : 'nothing';
};

/** Each way in which a policy departs from the table, in words; none for the policy that ships. */
export function* departuresFromMatrix(policy: SharingPolicy, table = lines): Generator<string> {
  for (const { agency, role, by, standing, cells, log: logCell } of table) {
    const who = reader(agency, role, by === '-' ? {} : { [by]: true });
    const words = `${agency} ${role} (${by}, ${standing})`;
    const hasRow = cells[0] === 'F';
    // A system has all its people, so those with a relationship too; whoever reads no case at all has none. An emergency is
    // no relationship: it gives nothing more of what the organisation recorded itself.
    const inFull =
      (cells[0] !== '-' && by !== '-' && by !== 'elevated') || (role === 'system' && cells[0] !== '-');

    const log = policy.mayReadAccessLog(who, standingsInWords[standing]).extent;
    const expectedLog = accessLogOf[logCell];
    if (log !== expectedLog) yield `${words}: access log ${log}, not ${expectedLog}`;

    for (const own of [false, true]) {
      for (const childMissing of [false, true]) {
        const caseFacts = { ...standingsInWords[standing], childMissing };
        const entry = policy.entryForPerson(who, caseFacts, { ...openEvent, own }, everything);
        const when = `${words}${own ? ', own' : ''}${childMissing ? ', child missing' : ''}`;
        if ((entry.level !== 'none') !== (hasRow || (own && inFull))) yield `${when}: level ${entry.level}`;
        for (const [index, category] of categories.entries()) {
          const cell = cells[index + 1];
          for (const grade of ['coded', 'told'] as const) {
            const part = partName(category, grade);
            const expected =
              own && inFull ? 'handed' : expectedOf(hasRow ? cell : '-', grade, own, childMissing);
            const named = entry.withheld.find((one) => one.part === part)?.reason ?? 'nothing';
            const found = hasPart(entry.handed, part) ? 'handed' : named;
            if (found !== expected) yield `${when}: ${part} ${found}, not ${expected}`;
          }
        }
      }
    }
  }
}
