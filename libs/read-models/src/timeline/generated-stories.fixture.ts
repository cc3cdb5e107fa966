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
  'review-closed',
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
    happen(tale, one, { by, parts, handling: handling() });
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
      return void tale.onReview('r', linked)('ReviewOpened', {
        by: 'board',
        parts: ['review.coded'],
        concerns: { board: 'board', reviewers: ['rita'] },
      });
    case 'review-closed':
      return void tale.onReview('r', linked)('ReviewClosed', { by: 'board', parts: ['review.coded'] });
    case 'adopted':
      return void tale.adopted(one.restricted % 2 === 0 ? 'shipped' : 'narrower');
  }
};
