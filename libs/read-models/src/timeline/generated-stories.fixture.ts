import fc from 'fast-check';
import { partNames, type Handling, type PartName } from '#casework';
import {
  agencies,
  openHandlingSaid,
  related,
  story,
  type Agency,
  type Happened,
  type Story,
  type Told,
} from './story.fixture.js';

/** One step of a story: what happens, and numbers from which its details are drawn. */
export interface Step {
  readonly what: (typeof kinds)[number];
  readonly kase: number;
  readonly by: number;
  readonly other: number;
  readonly event: number;
  readonly parts: number;
  readonly restricted: number;
}

const kinds = [
  'work',
  'work',
  'joins',
  'joins',
  'joins',
  'joins',
  'leaves',
  'missing',
  'missing',
  'located',
  'responsible',
  'handling',
  'retracted',
  'corrected',
  'disclosed',
  'refused',
  'withheld',
  'referred',
  'guardian',
  'guardian-ends',
  'worker',
  'proposed',
  'linked',
  'disputed',
  'unlinked',
  'review',
  'review',
  'review-closed',
  'finding',
  'emergency',
  'emergency',
  'emergency-ended',
  'adopted',
] as const;

const names = Object.keys(agencies) as Agency[];
/** Those that policy treats most differently join the most. */
const joining: readonly Agency[] = ['riverside', 'riverside', 'easthaven', 'gateway', 'clinic', 'beacon'];
const caseNames = ['a', 'b', 'c'] as const;
const links: readonly (readonly [string, readonly string[]])[] = [
  ['x', ['a', 'b']],
  ['y', ['b', 'c']],
];

/** Two reviews of one board, of times that overlap, each with a reviewer of its own. */
const reviews: readonly (readonly [string, string, { readonly from: string; readonly until: string }])[] = [
  ['r', 'rita', { from: '2008', until: '2009-06-30' }],
  ['s', 'sean', { from: '2009-06-15', until: '2011' }],
];
const times: readonly string[] = [
  '2007',
  '2008-12-01',
  '2009-06',
  '2010-01-01',
  '2009/2010',
  '2009-06-20/..',
];
/** Organisations whose people break the glass: not on the case, on it, and one whose function may not. */
const emergencies: readonly (readonly [string, Agency, string])[] = [
  ['g', 'easthaven', 'nell'],
  ['h', 'clinic', 'omar'],
  ['i', 'riverside', 'dan'],
  ['j', 'easthaven', 'otto'],
  ['k', 'casework', 'mia'],
];

/** Drawn evenly: small numbers would make everything happen on one case, by one agency. */
const number = fc.noBias(fc.nat({ max: 1_023 }));
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...kinds),
  kase: number,
  by: number,
  other: number,
  event: number,
  parts: number,
  restricted: number,
});

/** Steps of a story on three cases; not all of them would be allowed, which a view has to bear. */
export const steps = (most: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(step, { maxLength: most, size: 'max' });

const pick = <Value>(values: readonly Value[], at: number): Value => values[at % values.length]!;

const partsOf = (step: Step): readonly PartName[] => [
  'core.coded',
  ...partNames.filter((name, index) => name !== 'core.coded' && ((step.parts >> (index % 10)) & 1) === 1),
];

/** A quarter of the events are restricted somehow. */
export const handlingOf = (
  { restricted, by, parts }: Step,
  present: readonly PartName[],
): Partial<Handling> => {
  switch (restricted % 12) {
    case 0:
      return { caveats: [{ caveat: 'covert' }] };
    case 1:
      return { caveats: [{ caveat: 'not-for-immigration', parts: present.slice(0, 1 + (parts % 3)) }] };
    case 2:
      return { neverTo: [pick(names, by + 3), 'somebody'] };
    case 3:
      return { releasableTo: [pick(names, by + 1), pick(names, by + 2)] };
    default:
      return {};
  }
};

/** Tells the story that the steps make. `restrict` may put a further restriction on the event with a number. */
export const tell = (
  all: readonly Step[],
  version: string,
  restrict: (number: number, handling: Partial<Handling>) => Partial<Handling> = (_number, handling) =>
    handling,
): Story => {
  const tale = story();
  tale.begin(version);
  const begun = new Set<string>();
  for (const one of all) {
    const caseId = pick(caseNames, one.kase);
    const onCase = tale.onCase(caseId);
    const by = pick(names, one.by);
    const parts = partsOf(one);
    const handling = () => restrict(tale.events.length, handlingOf(one, parts));
    if (!begun.has(caseId)) onCase('ContactReceived', { by, parts, handling: handling() });
    begun.add(caseId);
    happen(tale, one, { by, parts, occurred: pick(times, one.restricted), handling: handling() });
  }
  return tale;
};

const happen = (tale: Story, one: Step, told: Told): void => {
  const onCase = tale.onCase(pick(caseNames, one.kase));
  const other = pick(names, one.other);
  const target: Happened = pick(
    tale.events.filter(({ header }) => header.caseId !== null),
    one.event,
  );
  const itsRecorder = target.header.recordedBy.organisation as Agency;
  const [link, linked] = pick(links, one.other);
  const onLink = tale.onLink(link, linked);
  const chosen = [pick(linked, one.event)];
  const [review, reviewer, period] = pick(reviews, one.event);
  const onReview = tale.onReview(review, one.restricted % 3 === 0 ? chosen : linked);
  const [grant, organisation, holder] = pick(emergencies, one.event);
  const onGrant = tale.onGrant(grant, pick(caseNames, one.kase));
  const ofGrant = { caseOpened: pick(caseNames, one.kase), organisation, grantedTo: holder };
  const own: Told = { by: itsRecorder, handling: told.handling };
  switch (one.what) {
    case 'work':
      return void onCase('AgeDeterminationAsserted', { ...told, relations: related('reliesOn', target) });
    case 'joins':
      return void onCase('AgencyJoinedCase', {
        ...told,
        concerns: { organisation: pick(joining, one.other) },
      });
    case 'leaves':
      return void onCase('AgencyLeftCase', told);
    case 'missing':
      return void onCase('ChildReportedMissing', told);
    case 'located':
      return void onCase('ChildLocated', told);
    case 'responsible':
      return void onCase('ResponsibilityAccepted', told);
    case 'handling':
      return void onCase('HandlingChanged', {
        ...own,
        relations: related('about', target),
        concerns: {
          ...openHandlingSaid,
          covert: one.restricted % 3 === 0,
          notForImmigration: one.restricted % 3 === 1 ? [...target.header.parts].slice(0, 2) : [],
          neverToOrganisations: one.restricted % 5 === 0 ? [other] : [],
          releaseLimited: one.restricted % 7 === 0,
          releasableTo: [other],
        },
      });
    case 'retracted':
      return void onCase('EventRetracted', {
        ...own,
        relations: related('withdraws', target),
        concerns: { reason: one.restricted % 2 === 0 ? 'wrong-child' : 'recorded-in-error' },
      });
    case 'corrected':
      return void onCase('EventCorrected', { ...own, relations: related('corrects', target) });
    case 'disclosed':
      return void onCase('DisclosureMade', {
        ...own,
        relations: related('discloses', target),
        concerns: { disclosedTo: other, partsDisclosed: [...target.header.parts] },
      });
    case 'refused':
      return void onCase('DisclosureRefused', {
        ...own,
        relations: related('about', target),
        concerns: { refusedTo: other },
      });
    case 'withheld':
      return void onCase('DisclosureWithheld', {
        ...own,
        relations: related('about', target),
        concerns: { withheldFrom: [other] },
      });
    case 'referred':
      return void onCase('ReferralMade', { ...told, concerns: { to: other } });
    case 'guardian':
      return void onCase('GuardianAppointed', { by: 'beacon', concerns: { guardian: 'grace' } });
    case 'guardian-ends':
      return void onCase('GuardianEnded', { by: 'beacon', concerns: { guardian: 'grace' } });
    case 'worker':
      return void onCase('WorkerAllocated', { ...told, concerns: { worker: `worker-${one.event % 3}` } });
    case 'proposed':
      return void onLink('RecordLinkProposed', told);
    case 'linked':
      return void onLink('RecordLinked', {
        ...told,
        concerns: { agreedAsLead: one.restricted % 2 === 0 ? [...linked] : chosen },
      });
    case 'disputed':
      return void onLink('LinkDisputed', { ...told, concerns: { disputedFor: chosen } });
    case 'unlinked':
      return void onLink('RecordUnlinked', { ...told, concerns: { takenOut: chosen } });
    case 'review':
      return void onReview('ReviewOpened', {
        by: 'board',
        parts: ['review.coded'],
        concerns: { board: 'board', reviewers: [reviewer], ...period },
      });
    case 'review-closed':
      return void onReview('ReviewClosed', { by: 'board', parts: ['review.coded'], concerns: period });
    case 'finding':
      return void finding(tale, review, target);
    case 'emergency':
      return void onGrant('BreakGlassOpened', {
        by: organisation,
        parts: ['audit.coded', 'audit.told'],
        concerns: { ...ofGrant, until: '2010-01-01T04:00:00.000Z' },
      });
    case 'emergency-ended':
      return void onGrant('BreakGlassEnded', { by: organisation, parts: ['audit.coded'], concerns: ofGrant });
    case 'adopted':
      return void tale.adopted(one.restricted % 2 === 0 ? 'shipped' : 'narrower');
  }
};

/** What a review finds names no case, and can only be found in one that was opened. */
const finding = (tale: Story, review: string, target: Happened): void => {
  if (!tale.events.some(({ header }) => header.stream === `review-${review}`)) return;
  tale.withinReview(review)('ReviewFindingRecorded', {
    by: 'board',
    parts: ['review.coded', 'review.told'],
    relations: related('about', target),
  });
};
