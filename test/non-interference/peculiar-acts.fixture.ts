import { derivedId } from '#kernel';
import type { Somebody } from './agencies.fixture.js';
import type { Act, Happened, History } from './history.fixture.js';

export interface Telling {
  readonly specimen: (person: Somebody, type: string, act?: Act) => Promise<Happened>;
  readonly open: (person: Somebody, type: string, act?: Act) => Promise<Happened>;
  readonly append: History['append'];
  readonly caseId: string;
}

/** What the rules ask of the details of some actions. */
export const special: Readonly<Record<string, Act>> = {
  ReferralMade: { details: { to: 'northforce' } },
  EscalationRaised: { details: { to: 'hamlet' } },
  ChildWelfareReferralSent: { details: { to: 'hamlet' } },
  AgeDeterminationAsserted: { details: { ageFrom: 14, ageTo: 17 } },
  DisclosureRequested: { details: { askedOf: 'school' } },
  DisclosureWithheld: { details: { withheldFrom: ['lantern'] } },
};

/** Recorded last, because they close the case. */
export const afterwards = ['CaseClosed', 'CaseReopened'];

/** Actions that need others before them, in an order in which they can happen. */
export const peculiar: Readonly<Record<string, ((telling: Telling) => Promise<void>) | null>> = {
  ReferralAcknowledged: async ({ specimen, open }) => {
    const referral = await open('duty-r', 'ReferralMade', { details: { to: 'stray' } });
    const about: Act = { relations: [['about', referral]] };
    await specimen('support-l', 'ReferralAcknowledged', { ...about, afterOthers: true });
    await specimen('support-l', 'ReferralRejected', about);
    const joins: Act = { details: { organisation: 'stray' } };
    await specimen('support-l', 'JoinRequested');
    await specimen('duty-r', 'JoinDeclined', joins);
    await open('support-l', 'JoinRequested');
    await specimen('duty-r', 'JoinAccepted', joins);
    await specimen('support-l', 'AgencyLeftCase');
  },
  ReferralRejected: null,
  JoinRequested: null,
  JoinDeclined: null,
  JoinAccepted: null,
  AgencyLeftCase: null,
  ReferralAccepted: async ({ specimen, open }) => {
    const referral = await open('duty-r', 'ReferralMade', { details: { to: 'stray' } });
    await specimen('support-l', 'ReferralAccepted', { relations: [['about', referral]], afterOthers: true });
    await open('support-l', 'AgencyLeftCase');
  },
  WorkerAllocated: async ({ specimen }) => {
    await specimen('nurse-h', 'WorkerAllocated', { details: { worker: 'nurse-h' } });
    await specimen('lead-h', 'WorkerReleased', { details: { worker: 'nurse-h' } });
  },
  WorkerReleased: null,
  InvestigatorAssigned: async ({ specimen }) => {
    await specimen('super-m', 'InvestigatorAssigned', { details: { investigator: 'spare-m' } });
    await specimen('inv-m', 'InvestigatorReleased', { details: { investigator: 'spare-m' } });
  },
  InvestigatorReleased: null,
  ResponsibilityTransferred: async ({ specimen, open }) => {
    const offer: Act = { details: { to: 'eastfield' } };
    await specimen('duty-r', 'ResponsibilityTransferred', offer);
    await specimen('duty-e', 'ResponsibilityDeclined');
    await open('duty-r', 'ResponsibilityTransferred', offer);
    await specimen('duty-e', 'ResponsibilityAccepted');
    await open('duty-e', 'ResponsibilityTransferred', { details: { to: 'riverside' } });
    await open('duty-r', 'ResponsibilityAccepted');
  },
  ResponsibilityDeclined: null,
  ResponsibilityAccepted: null,
  RemovalHoldPlaced: async ({ specimen }) => {
    const hold = await specimen('case-a', 'RemovalHoldPlaced');
    await specimen('case-a', 'RemovalHoldLifted', { relations: [['about', hold]] });
  },
  RemovalHoldLifted: null,
  AgeDeterminationWithdrawn: async ({ specimen, open }) => {
    const ages: Act = { details: { ageFrom: 14, ageTo: 17 } };
    const asserted = await open('case-a', 'AgeDeterminationAsserted', ages);
    await specimen('case-a', 'AgeDeterminationWithdrawn', { relations: [['withdraws', asserted]] });
    const other = await open('worker-r', 'AgeDeterminationAsserted', ages);
    await specimen('worker-r', 'AgeChallengeLodged', { relations: [['about', other]] });
  },
  AgeChallengeLodged: null,
  ContactAccountDisputed: async ({ specimen, open }) => {
    const contact = await open('worker-r', 'ContactReceived');
    await specimen('worker-r', 'ContactAccountDisputed', { relations: [['about', contact]] });
  },
  Section47Concluded: async ({ specimen }) => void (await specimen('worker-r', 'Section47Concluded')),
  ProtectionPlanEnded: async ({ specimen }) => void (await specimen('worker-r', 'ProtectionPlanEnded')),
  LookedAfterEnded: async ({ specimen }) => void (await specimen('worker-r', 'LookedAfterEnded')),
  PlacementEnded: async ({ specimen }) => void (await specimen('worker-r', 'PlacementEnded')),
  InvestigationClosed: async ({ specimen }) => void (await specimen('inv-m', 'InvestigationClosed')),
  ReasonableGroundsDecided: async ({ specimen, open }) => {
    await open('worker-r', 'NrmReferralSubmitted');
    const decided = await specimen('decision-c', 'ReasonableGroundsDecided');
    await open('worker-r', 'ReconsiderationRequested');
    await specimen('decision-c', 'ConclusiveGroundsDecided', { afterOthers: true });
    await specimen('decision-c', 'DecisionServed', {
      relations: [['about', decided]],
      details: { servedOn: ['guardian'] },
    });
  },
  ConclusiveGroundsDecided: null,
  DecisionServed: null,
  ChildReportedMissing: async ({ specimen }) => {
    await specimen('support-v', 'ChildReportedMissing');
    await specimen('inv-m', 'MissingRiskGraded');
    await specimen('inv-m', 'MissingReviewHeld');
    await specimen('inv-m', 'ChildLocated');
    await specimen('worker-r', 'ReturnInterviewOffered');
    await specimen('support-v', 'ReturnInterviewHeld');
    await specimen('support-v', 'ReturnInterviewDeclined');
  },
  MissingRiskGraded: null,
  MissingReviewHeld: null,
  ChildLocated: null,
  ReturnInterviewOffered: null,
  ReturnInterviewHeld: null,
  ReturnInterviewDeclined: null,
  GuardianAppointed: async ({ specimen, open }) => {
    await specimen('coordinator-g', 'GuardianAppointed', { details: { guardian: 'spare-g' } });
    await specimen('coordinator-g', 'GuardianEnded', { details: { guardian: 'spare-g' } });
    await open('coordinator-g', 'GuardianAppointed', { details: { guardian: 'guardian-g' } });
  },
  GuardianEnded: null,
  DisclosureMade: async ({ specimen, open }) => {
    const held = await open('nurse-h', 'HealthAttendanceRecorded');
    await specimen('nurse-h', 'DisclosureMade', {
      relations: [['discloses', held]],
      lawfulBasis: 'vital-interests',
      details: { disclosedTo: 'school', partsDisclosed: ['health.coded', 'health.told'] },
    });
  },
  DisclosureRefused: async ({ specimen, open }) => {
    const request = await open('inv-m', 'DisclosureRequested', { details: { askedOf: 'clinic' } });
    await specimen('nurse-h', 'DisclosureRefused', {
      relations: [['about', request]],
      details: { refusedTo: 'metro' },
      afterOthers: true,
    });
  },
  HandlingChanged: async ({ specimen, open }) => {
    const changed = await open('worker-r', 'DecisionRecorded');
    await specimen('worker-r', 'HandlingChanged', {
      relations: [['about', changed]],
      details: {
        covert: false,
        notForImmigration: [],
        releaseLimited: false,
        releasableTo: [],
        neverToOrganisations: [],
        neverToPeople: [],
      },
    });
  },
  RelianceRecorded: async ({ specimen, open }) => {
    const one = await open('worker-r', 'DecisionRecorded');
    const rests = await open('worker-r', 'DecisionRecorded');
    await specimen('worker-r', 'RelianceRecorded', {
      relations: [
        ['about', one],
        ['reliesOn', rests],
      ],
    });
  },
  EventCorrected: async ({ specimen, open }) => {
    const wrong = await open('worker-r', 'DecisionRecorded');
    await specimen('worker-r', 'EventCorrected', { relations: [['corrects', wrong]] });
    await specimen('worker-r', 'EventRetracted', {
      relations: [['withdraws', wrong]],
      details: { reason: 'recorded-in-error' },
    });
  },
  EventRetracted: null,
  CaseClosed: async ({ specimen }) => {
    await specimen('duty-r', 'CaseClosed');
    await specimen('duty-r', 'CaseReopened');
  },
  /** Types that a process of its own will record; a board reads while its review is open. */
  ReviewOpened: async ({ append, caseId }) => {
    const by = { organisation: 'board', person: 'manager-s' };
    const stream = `review-${derivedId('review', caseId)}`;
    const scope = { cases: [caseId], from: '2001-01-01', until: '2030-01-01' };
    const details = { ...scope, board: 'board', reviewers: ['reviewer-s'] };
    await append('ReviewOpened', { stream, caseId: null, by, details });
    const system = { organisation: 'throughline', person: 'throughline' };
    // On whom a duty lies stands in the header.
    for (const type of ['DeadlineSet', 'DeadlineMet', 'DeadlineMissed', 'DeadlineExtended'])
      await append(type, {
        stream: `case-${caseId}`,
        caseId,
        by: system,
        details: { responsible: 'riverside' },
      });
  },
};
