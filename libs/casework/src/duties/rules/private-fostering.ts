import { LookedAfterStarted } from '../../childrens-services/looked-after-events.js';
import {
  PrivateFosteringNotified,
  PrivateFosteringVisited,
  UnnotifiedArrangementIdentified,
} from '../../childrens-services/private-fostering-events.js';
import type { OpenedEvent } from '../../declaration/case-event.js';
import { on, type DutyRule, type KnownOfTheChild } from '../duty-rule.js';

const inForce = {
  version: '2005-07',
  source: 'Children (Private Arrangements for Fostering) Regulations 2005',
  basis: 'common-knowledge',
  strength: 'duty',
  from: '2005-07-01',
  until: null,
} satisfies Partial<DutyRule>;

const visit = {
  ...inForce,
  duty: 'private-fostering-visit',
  metBy: [on(PrivateFosteringVisited)],
  metByWhom: 'anybody',
  endedBy: [on(LookedAfterStarted)],
  responsible: 'recorder',
} satisfies Partial<DutyRule>;

/** By the date of the visit as it was given: a year is too long for the hour to matter. */
const isOfTheFirstYear = ({ header }: OpenedEvent, { privatelyFosteredSince }: KnownOfTheChild): boolean => {
  if (privatelyFosteredSince === null) return true;
  const anniversary = `${Number(privatelyFosteredSince.slice(0, 4)) + 1}${privatelyFosteredSince.slice(4, 10)}`;
  return header.occurred.slice(0, 10) < anniversary;
};

export const privateFosteringRules: readonly DutyRule[] = [
  {
    ...inForce,
    id: 'private-fostering-notice',
    duty: 'private-fostering-notice',
    says: 'Carer, parent and arranger notify the authority six weeks before a child under 16 is to be privately fostered for 28 days or more, or else at once. It lies on people, and no clock can run on what nobody told: `UnnotifiedArrangementIdentified` is its breach.',
    source:
      'Children Act 1989, schedule 8, para 7; Children (Private Arrangements for Fostering) Regulations 2005, reg 3',
    within: null,
    startedBy: [],
    metBy: [on(PrivateFosteringNotified)],
    metByWhom: 'anybody',
    responsible: 'authority',
  },
  {
    ...visit,
    id: 'first-private-fostering-visit',
    says: 'The authority visits within seven working days of being told of a private fostering arrangement, and sees the child alone.',
    source: `${inForce.source}, reg 4 and 7`,
    within: { workingDays: 7 },
    startedBy: [
      on(PrivateFosteringNotified),
      on(UnnotifiedArrangementIdentified, 'the child still lives there', ({ stillThere }) => stillThere),
    ],
  },
  {
    ...visit,
    id: 'private-fostering-visit-in-the-first-year',
    says: 'In the first year of an arrangement the authority visits at least every six weeks, and sees the child alone.',
    source: `${inForce.source}, reg 8`,
    within: { weeks: 6 },
    startedBy: [
      on(PrivateFosteringVisited, 'in the first year', (_details, event, known) =>
        isOfTheFirstYear(event, known),
      ),
    ],
  },
  {
    ...visit,
    id: 'private-fostering-visit-after-the-first-year',
    says: 'After the first year of an arrangement the authority visits at least every twelve weeks, and sees the child alone.',
    source: `${inForce.source}, reg 8`,
    within: { weeks: 12 },
    startedBy: [
      on(
        PrivateFosteringVisited,
        'after the first year',
        (_details, event, known) => !isOfTheFirstYear(event, known),
      ),
    ],
  },
];
