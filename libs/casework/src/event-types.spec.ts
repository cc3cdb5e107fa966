import { describe, expect, it } from '@jest/globals';
import { declarationOf, declarations } from './catalogue.js';
import type { RecordedBy, StreamKind } from './declaration/case-event.js';

const CS = 'children-services';
const PO = 'police';
const BO = 'border';
const AC = 'asylum-casework';
const CA = 'competent-authority';
const GU = 'guardianship';
const VO = 'voluntary';

/** Every type that the field's catalogue has, and who records it. Rules narrow `any` to the recipient, lead or holder. */
const owners: Readonly<Record<string, RecordedBy>> = {
  ContactReceived: 'any',
  ContactTurnedAway: 'any',
  ContactAccountDisputed: 'any',
  ReferralMade: 'any',
  ReferralAcknowledged: 'any',
  ReferralAccepted: 'any',
  ReferralRejected: 'any',
  ReferralDecisionMade: [CS],
  CaseOpened: 'any',
  CaseClosed: 'any',
  CaseReopened: 'any',
  EscalationRaised: 'any',
  InterpreterUsed: 'any',
  ManagementOversightRecorded: 'any',

  JoinRequested: 'any',
  JoinAccepted: 'any',
  JoinDeclined: 'any',
  AgencyJoinedCase: 'system',
  AgencyLeftCase: 'any',
  WorkerAllocated: 'any',
  WorkerReleased: 'any',
  InvestigatorAssigned: [PO],
  InvestigatorReleased: [PO],
  ResponsibilityTransferred: [CS],
  ResponsibilityAccepted: [CS],
  ResponsibilityDeclined: [CS],

  BorderEncounterRecorded: [BO],
  TravelDocumentExamined: [BO],
  ChildWelfareReferralSent: [BO],

  AsylumClaimLodged: [AC],
  AsylumInterviewHeld: [AC],
  AsylumDecisionMade: [AC],
  RemovalHoldPlaced: [AC, CS, CA],
  RemovalHoldLifted: [AC, CS, CA],

  AgeClaimed: 'any',
  AgeDeterminationAsserted: 'any',
  AgeDeterminationWithdrawn: 'any',
  AgeChallengeLodged: 'any',
  CourtAgeFindingRecorded: 'any',
  IdentityAliasRecorded: 'any',
  RecordLinkProposed: 'any',
  RecordLinked: 'any',
  LinkDisputed: 'any',
  RecordUnlinked: 'any',
  RelatedChildNoted: 'any',

  AssessmentStarted: [CS],
  AssessmentCompleted: [CS],
  ToolkitRiskAssessed: [CS],
  StrategyDiscussionHeld: [CS],
  Section47Started: [CS],
  Section47Concluded: [CS],
  ChildProtectionConferenceHeld: [CS],
  ProtectionPlanStarted: [CS],
  ProtectionPlanEnded: [CS],
  LookedAfterStarted: [CS],
  LookedAfterEnded: [CS],
  LookedAfterReviewHeld: [CS],
  PlacementMade: [CS],
  PlacementEnded: [CS],
  SafetyPlanAgreed: [CS],
  PrivateFosteringNotified: [CS],
  UnnotifiedArrangementIdentified: [CS],
  PrivateFosteringVisited: [CS],

  IndicatorObserved: 'any',
  NrmReferralSubmitted: [CS, PO, BO, VO],
  ReasonableGroundsDecided: [CA],
  ConclusiveGroundsDecided: [CA],
  ReconsiderationRequested: 'any',
  DecisionServed: [CA],

  PoliceEncounterRecorded: [PO],
  PoliceProtectionUsed: [PO],
  CrimeRecorded: [PO],
  InvestigationOpened: [PO],
  InvestigationClosed: [PO],
  SuspectIdentified: [PO],
  EvidenceOpportunityIdentified: [PO],
  EvidenceSecured: [PO],
  EvidenceOpportunityLost: [PO],
  VictimInterviewed: [PO],
  IntelligenceSubmitted: [PO],
  NonPunishmentConsidered: ['prosecution'],

  ChildReportedMissing: 'any',
  MissingRiskGraded: [PO],
  MissingReviewHeld: [PO, CS],
  ChildLocated: [PO, CS],
  PreventionInterviewHeld: [PO],
  ReturnInterviewOffered: [CS, VO],
  ReturnInterviewHeld: [CS, VO],
  ReturnInterviewDeclined: [CS, VO],

  GuardianAppointed: [GU],
  GuardianEnded: [GU],
  GuardianReferralDeclined: [GU],
  ChildDisclosureRecorded: 'any',
  ChildViewRecorded: 'any',
  HealthAttendanceRecorded: ['health'],
  SchoolAbsenceRecorded: ['education'],

  DisclosureRequested: 'any',
  DisclosureMade: 'any',
  DisclosureRefused: 'any',
  DisclosureWithheld: 'any',
  HandlingChanged: 'any',
  RelianceRecorded: 'any',

  DecisionRecorded: 'any',

  EventCorrected: 'any',
  EventRetracted: 'any',
  DeadlineSet: 'system',
  DeadlineMet: 'system',
  DeadlineMissed: 'system',
  DeadlineExtended: 'system',
  ErasureRequested: 'system',
  SubjectKeyDestroyed: 'system',

  RecordRead: 'system',
  SearchPerformed: 'system',
  AccessDenied: 'system',
  BreakGlassOpened: 'system',
  BreakGlassEnded: 'system',
  BreakGlassReviewed: 'system',
  ReviewOpened: 'system',
  ReviewFindingRecorded: 'system',
  DecisionHistoryExported: 'system',
  ReviewClosed: 'system',
  StatisticPublished: 'system',

  AlertRaised: 'system',
  AlertEscalated: 'system',
  AlertAcknowledged: 'system',
  AlertEnded: 'system',

  WebhookRegistered: 'system',
  WebhookChanged: 'system',
  WebhookPaused: 'system',
  WebhookResumed: 'system',
  WebhookSecretRotated: 'system',
  WebhookReplayAsked: 'system',
  WebhookRemoved: 'system',
  FullContentAgreed: 'system',

  OrganisationRegistered: 'system',
  IssuerBound: 'system',
  PersonEnrolled: 'system',
  PersonSuspended: 'system',
  PolicyAdopted: 'system',
};

/** Types that stand in another stream than that of a case. */
const streams: Readonly<Record<string, StreamKind>> = {
  RecordLinkProposed: 'link',
  RecordLinked: 'link',
  LinkDisputed: 'link',
  RecordUnlinked: 'link',
  RecordRead: 'access',
  SearchPerformed: 'access',
  AccessDenied: 'access',
  BreakGlassOpened: 'grant',
  BreakGlassEnded: 'grant',
  BreakGlassReviewed: 'grant',
  ReviewOpened: 'review',
  ReviewFindingRecorded: 'review',
  DecisionHistoryExported: 'review',
  ReviewClosed: 'review',
  StatisticPublished: 'statistics',
  AlertRaised: 'alert',
  AlertEscalated: 'alert',
  AlertAcknowledged: 'alert',
  AlertEnded: 'alert',
  WebhookRegistered: 'webhook',
  WebhookChanged: 'webhook',
  WebhookPaused: 'webhook',
  WebhookResumed: 'webhook',
  WebhookSecretRotated: 'webhook',
  WebhookReplayAsked: 'webhook',
  WebhookRemoved: 'webhook',
  FullContentAgreed: 'agreement',
  OrganisationRegistered: 'directory',
  IssuerBound: 'directory',
  PersonEnrolled: 'directory',
  PersonSuspended: 'directory',
  PolicyAdopted: 'policy',
};

const sorted = (names: readonly string[]) => [...names].sort();
const typesThat = (what: (declaration: (typeof declarations)[number]) => boolean) =>
  sorted(declarations.filter(what).map(({ type }) => type));

describe('the types of event', () => {
  it('are those of the field, each exactly once', () => {
    expect(sorted(declarations.map(({ type }) => type))).toEqual(sorted(Object.keys(owners)));
  });

  it.each(Object.entries(owners))('%s is recorded by whom it belongs to', (type, recordedBy) => {
    const declared = declarationOf(type)?.recordedBy;
    expect(typeof declared === 'string' ? declared : sorted(declared ?? [])).toEqual(
      typeof recordedBy === 'string' ? recordedBy : sorted(recordedBy),
    );
  });

  it('stand on a case, but for those about links, reviews, grants, alerts, access, the directory and the policy', () => {
    const elsewhere = declarations.filter(({ stream }) => stream !== 'case');
    expect(Object.fromEntries(elsewhere.map(({ type, stream }) => [type, stream]))).toEqual(streams);
  });

  it('begin a case where an agency first meets or hears of the child', () => {
    expect(typesThat(({ beginsCase }) => beginsCase)).toEqual(
      sorted([
        ...[
          'CaseOpened',
          'ContactReceived',
          'ReferralMade',
          'BorderEncounterRecorded',
          'TravelDocumentExamined',
        ],
        ...[
          'PoliceEncounterRecorded',
          'IndicatorObserved',
          'HealthAttendanceRecorded',
          'SchoolAbsenceRecorded',
        ],
        ...['ChildDisclosureRecorded', 'ChildReportedMissing'],
      ]),
    );
  });

  it('may follow the closure of a case where they reopen, correct, retract, disclose or end what somebody has', () => {
    expect(typesThat(({ afterClosure, action }) => afterClosure && action !== null)).toEqual(
      sorted([
        ...['CaseReopened', 'EventCorrected', 'EventRetracted'],
        ...[
          'DisclosureRequested',
          'DisclosureMade',
          'DisclosureRefused',
          'DisclosureWithheld',
          'HandlingChanged',
        ],
        ...['GuardianEnded', 'AgencyLeftCase', 'WorkerReleased', 'InvestigatorReleased'],
      ]),
    );
  });

  it('are decisions, with rationale, options, dissent and reliance, wherever somebody decided', () => {
    for (const type of [
      'ContactTurnedAway',
      'ReferralDecisionMade',
      'CaseClosed',
      'StrategyDiscussionHeld',
      'ReasonableGroundsDecided',
      'ConclusiveGroundsDecided',
      'MissingRiskGraded',
      'NonPunishmentConsidered',
      'DisclosureRefused',
      'DecisionRecorded',
    ])
      expect(Object.keys(declarationOf(type)?.fields ?? {})).toEqual(
        expect.arrayContaining(['rationale', 'optionsConsidered', 'dissent', 'reliedOnByWord']),
      );
  });

  it('say in a sentence what they and each of their fields mean', () => {
    for (const { type, means, kindOfWork, fields } of declarations) {
      expect([type, means]).toEqual([type, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([type, kindOfWork]).toEqual([type, expect.stringMatching(/^[A-Za-z][A-Za-z' -]{2,30}$/)]);
      for (const [field, { means: said }] of Object.entries(fields))
        expect([type, field, said]).toEqual([type, field, expect.stringMatching(/^[A-Z].*\.$/)]);
    }
  });

  it("keep the child's own words, addresses and suspects in the categories made for them", () => {
    const categoryOf = (type: string, field: string) => declarationOf(type)?.fields[field]?.category;
    expect(categoryOf('ChildDisclosureRecorded', 'verbatim')).toBe('voice');
    expect(categoryOf('PlacementMade', 'address')).toBe('location');
    expect(categoryOf('ChildLocated', 'place')).toBe('location');
    expect(categoryOf('SuspectIdentified', 'suspect')).toBe('police');
    expect(categoryOf('IntelligenceSubmitted', 'intelligence')).toBe('police');
    expect(categoryOf('HealthAttendanceRecorded', 'clinicalFindings')).toBe('health');
    expect(categoryOf('HandlingChanged', 'neverToPeople')).toBe('audit');
    expect(categoryOf('RecordRead', 'handedOver')).toBe('audit');
  });

  it('hold nothing that needs reading in a coded field, but what the product itself writes', () => {
    const free = declarations
      .filter(({ recordedBy }) => recordedBy !== 'system')
      .flatMap(({ type, fields }) =>
        Object.entries(fields)
          .filter(([, { grade, kind }]) => grade === 'coded' && kind.shape.is === 'text')
          .map(([field]) => `${type}.${field}`),
      );
    expect(free).toEqual([]);
  });
});
