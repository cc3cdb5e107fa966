import { describe, expect, it } from '@jest/globals';
import type { Instant, Result } from '#kernel';
import type { DecidedEvent } from '../decide.js';
import type { Refusal } from '../decision/rule.js';
import {
  by,
  childsCase,
  headerOf,
  inTheRoleOf,
  metroPolice,
  minutesIn,
  personOf,
  proposalOf,
  type Act,
} from '../story.fixture.js';
import { BreakGlassEnded, BreakGlassOpened, BreakGlassReviewed } from './access-events.js';
import { decideEmergencyAccess, decideRunningOut } from './decide-oversight.js';
import {
  emergencyAccessUntil,
  evolveEmergencyAccess,
  isOpenAt,
  noEmergencyAccess,
  reviewIsOverdueAt,
  timeOfReview,
} from './emergency-access.js';
import type { AroundEmergencyAccess } from './emergency-access-rules.js';

const holder = personOf(metroPolice, 'night-officer');
const fourHours = 4 * 60;
const threeDays = 72 * 60;
const grant = { grantedTo: holder, organisation: metroPolice.id, caseOpened: childsCase };
const opened = by(
  metroPolice,
  BreakGlassOpened,
  { ...grant, until: minutesIn(fourHours) },
  inTheRoleOf('officer'),
);
const ended = (endedBy: string): Act => by(metroPolice, BreakGlassEnded, { ...grant, endedBy });
const reviewed = by(metroPolice, BreakGlassReviewed, grant, inTheRoleOf('supervisor'));

interface Step {
  readonly act: Act;
  readonly minute: number;
}
const at = (minute: number, act: Act): Step => ({ act, minute });

const stateAfter = (...steps: readonly Step[]) =>
  steps
    .map(({ act, minute }) => headerOf(act, minutesIn(minute), 'grant', childsCase))
    .reduce(evolveEmergencyAccess, noEmergencyAccess);

const given = (...before: readonly Step[]) => ({
  /** Who reviews is another person than the holder and of another team, unless that is what the story is about. */
  when: (
    { act, minute }: Step,
    around: Partial<AroundEmergencyAccess> = {},
    person = personOf(metroPolice),
  ) => {
    const proposal = proposalOf(act, minutesIn(minute));
    const decision = decideEmergencyAccess(
      stateAfter(...before),
      { ...proposal, recorder: { ...proposal.recorder, person } },
      {
        known: () => undefined,
        linked: [],
        named: new Map(),
        functionOf: () => undefined,
        organisationOf: () => undefined,
        reviewIsOverdue: false,
        ofHoldersTeam: false,
        ...around,
      },
    );
    return outcome(decision);
  },
});

const outcome = (decision: Result<readonly DecidedEvent[], Refusal>) =>
  decision.ok ? decision.value.map(({ declaration }) => declaration.type) : decision.reason.rule;

describe('opening an emergency access', () => {
  it('is recorded where nothing is in its way', () => {
    expect(given().when(at(0, opened))).toEqual(['BreakGlassOpened']);
  });

  it('is refused while the review of another one of the organisation is overdue', () => {
    expect(given().when(at(0, opened), { reviewIsOverdue: true })).toBe('emergency-access-is-suspended');
  });

  it('is refused where the same one is open already', () => {
    expect(given(at(0, opened)).when(at(1, opened))).toBe('one-emergency-access-at-a-time');
  });

  it('fixes its end by the hours that were asked for', () => {
    expect(emergencyAccessUntil('2010-11-06T02:00:00.000Z', 4)).toBe('2010-11-06T06:00:00.000Z');
    // Hours are hours, also in the night in which the clocks go back.
    expect(emergencyAccessUntil('2010-10-30T23:30:00.000Z', 4)).toBe('2010-10-31T03:30:00.000Z');
  });
});

describe('an emergency access', () => {
  it('is open from its opening to the instant at which it ends by itself', () => {
    const access = stateAfter(at(0, opened));
    expect([0, fourHours - 1, fourHours].map((minute) => isOpenAt(access, minutesIn(minute)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is open no more once its end is recorded', () => {
    expect(isOpenAt(stateAfter(at(0, opened), at(30, ended('given-back'))), minutesIn(30))).toBe(false);
  });

  it('is over at once where its end cannot be read, rather than never', () => {
    const unreadable = { ...opened, details: { ...opened.details, until: 'some day' } };
    expect(isOpenAt(stateAfter(at(0, unreadable)), minutesIn(0))).toBe(false);
  });

  it('is ended before its time by somebody only while it is open', () => {
    expect(given(at(0, opened)).when(at(30, ended('given-back')))).toEqual(['BreakGlassEnded']);
    expect(given().when(at(30, ended('given-back')))).toBe('emergency-access-is-open');
    expect(given(at(0, opened)).when(at(fourHours, ended('given-back')))).toBe('emergency-access-is-open');
    expect(given(at(0, opened), at(30, ended('given-back'))).when(at(31, ended('ended-by-supervisor')))).toBe(
      'emergency-access-is-open',
    );
  });

  it('runs out at its end, once, and not before', () => {
    const ranOut = ended('time-ran-out');
    const runsOut = (minute: number, ...before: readonly Step[]) =>
      outcome(decideRunningOut(stateAfter(...before), proposalOf(ranOut, minutesIn(minute))));
    expect(runsOut(fourHours - 1, at(0, opened))).toBe('emergency-access-is-open');
    expect(runsOut(fourHours, at(0, opened))).toEqual(['BreakGlassEnded']);
    expect(runsOut(fourHours + 1, at(0, opened), at(fourHours, ranOut))).toBe('emergency-access-is-open');
    expect(runsOut(fourHours, at(0, opened), at(30, ended('given-back')))).toBe('emergency-access-is-open');
    expect(runsOut(fourHours)).toBe('emergency-access-is-open');
  });
});

describe('the review of an emergency access', () => {
  const over = at(fourHours, ended('time-ran-out'));

  it('is made by somebody of another team, when it is over', () => {
    expect(given(at(0, opened), over).when(at(600, reviewed))).toEqual(['BreakGlassReviewed']);
    // Its end counts, not that somebody has recorded it.
    expect(given(at(0, opened)).when(at(fourHours, reviewed))).toEqual(['BreakGlassReviewed']);
    expect(given(at(0, opened)).when(at(30, reviewed))).toBe('emergency-access-is-over-before-its-review');
  });

  it('is never made by the person who had it, whatever team they have come to', () => {
    expect(given(at(0, opened), over).when(at(600, reviewed), {}, holder)).toBe(
      'holder-does-not-review-an-emergency-access',
    );
  });

  it('is not made by their own team, nor by another organisation', () => {
    expect(given(at(0, opened), over).when(at(600, reviewed), { ofHoldersTeam: true })).toBe(
      'another-team-reviews-an-emergency-access',
    );
    const elsewhere = { ...opened, details: { ...opened.details, organisation: 'other-police' } };
    expect(given(at(0, elsewhere), over).when(at(600, reviewed))).toBe(
      'another-team-reviews-an-emergency-access',
    );
  });

  it('is made once', () => {
    expect(given(at(0, opened), over, at(600, reviewed)).when(at(601, reviewed))).toBe(
      'emergency-access-is-reviewed-once',
    );
  });

  it('is overdue when 72 hours have passed and nobody has made it', () => {
    const waiting = stateAfter(at(0, opened), over);
    expect(reviewIsOverdueAt(waiting, minutesIn(threeDays))).toBe(false);
    expect(reviewIsOverdueAt(waiting, minutesIn(threeDays + 1))).toBe(true);
    const made = stateAfter(at(0, opened), over, at(threeDays + 5, reviewed));
    expect(reviewIsOverdueAt(made, minutesIn(threeDays + 6))).toBe(false);
  });

  it.each<[string, Instant]>([
    ['in-time', minutesIn(threeDays)],
    ['late', new Date(Date.parse(minutesIn(threeDays)) + 1).toISOString()],
  ])('counts as %s when it is made at %s', (time, reviewedAt) => {
    expect(timeOfReview(minutesIn(0), reviewedAt)).toBe(time);
  });
});
