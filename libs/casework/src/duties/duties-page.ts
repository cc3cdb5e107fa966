import type { DutyRule, Responsible, Trigger } from './duty-rule.js';
import { dutyRules } from './rules/index.js';
import type { TimeAllowed } from './time-allowed.js';

const cell = (words: string): string => words.replaceAll('|', '\\|');

const time = (allowed: TimeAllowed): string => {
  const [[unit, count] = ['', 0]] = Object.entries(allowed);
  if (unit === 'days' && count === 0) return 'the same day';
  const name = unit === 'workingDays' ? 'working days' : unit;
  return `${count} ${count === 1 ? name.replace(/s$/, '') : name}`;
};

const trigger = ({ type, condition }: Trigger): string =>
  `\`${type}\`${condition === null ? '' : ` (${condition})`}`;
const triggers = (some: readonly Trigger[]): string => some.map(trigger).join('; ');

const responsible: Readonly<Partial<Record<Responsible, string>>> = {
  recorder: 'who recorded it',
  addressee: 'to whom it is addressed',
  authority: 'the authority responsible for the child',
};

const who = ({ responsible: one, dutyOf = [] }: DutyRule): string => {
  const named = responsible[one];
  if (named === undefined) return one;
  return dutyOf.length === 0 ? named : `${named}, if ${dutyOf.join(', ')}`;
};

const clock = (rule: DutyRule): string => {
  if (rule.within === null) return 'no fixed time';
  return rule.startedBy.length === 0 ? `${time(rule.within)}; no clock runs` : time(rule.within);
};

const stops = ({ metBy, endedBy = [], extendedBy = [] }: DutyRule): string =>
  [
    triggers(metBy),
    ...(endedBy.length === 0 ? [] : [`ended by ${triggers(endedBy)}`]),
    ...(extendedBy.length === 0 ? [] : [`extended by ${triggers(extendedBy)}`]),
  ]
    .filter((words) => words !== '')
    .join('. ');

const basis: Readonly<Record<DutyRule['basis'], string>> = {
  source: '',
  'common-knowledge': ' (U)',
  assumed: ' (A)',
};

const row = (rule: DutyRule): string =>
  `| ${[
    `\`${rule.id}@${rule.version}\``,
    `${rule.from ?? '…'} to ${rule.until ?? 'now'}`,
    rule.strength,
    clock(rule),
    triggers(rule.startedBy),
    stops(rule),
    who(rule),
    `${rule.says} ${rule.source}${basis[rule.basis]}`,
  ]
    .map(cell)
    .join(' | ')} |`;

const introduction = `# Duties and their clocks

Made from \`dutyRules\` in \`libs/casework/src/duties/rules\` by \`npm run catalogue\`; a test holds it to them.

A clock starts when something happens, at the first instant at which it may have happened. The rule in force on that day
in England is the one that counts, whenever it is recorded or met. \`DeadlineSet\`, \`DeadlineMet\`, \`DeadlineMissed\` and
\`DeadlineExtended\` say what became of it:

- A time in days, working days, weeks or months ends at midnight at the end of its last day in England; a time in hours
  ends at the minute. Working days leave out Saturdays, Sundays and the bank holidays of England and Wales.
- A deadline is **missed** at the instant at which its time had passed and what the duty demands was not on record, also
  where the system was down then. Where the beginning itself is recorded later than that, it is missed at the same time of
  its own, unless what met it was on record by then.
- A deadline once missed stays so. \`DeadlineMet\` says how late it was met, in minutes begun; where that was done in time
  and only written up late, both stand, and it is not late.
- An act counts as done at the last instant at which it may have been, and never later than it was recorded. It is for the
  event that it is about; where it names none that could start such a clock, for every clock that had started.
- An event taken back, or given another date, takes its deadlines with it: they are retracted, and stated anew where they
  still hold.
- A deadline is released to nobody to whom what it is about is not.

Strength: \`duty\` is law, \`guidance\` is issued under it, \`good-practice\` is commended. **(U)** marks what is common
knowledge and was not checked against the text; **(A)** what was read into it here. Check both before you rely on them. Where
no fixed time is given, or no event of the catalogue tells of it, the rule is stated and no clock runs.

| rule | in force | strength | time | started by | met by | who | what it says, and where |
|---|---|---|---|---|---|---|---|
`;

/** The page of documentation that lists every rule. */
export const dutiesPage = (): string => `${introduction}${dutyRules.map(row).join('\n')}\n`;
