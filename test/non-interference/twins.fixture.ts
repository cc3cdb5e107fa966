import fc from 'fast-check';
import { derivedId } from '#kernel';
import type { RequestedHandling } from '#recording';
import { agencies, type Somebody } from './agencies.fixture.js';
import { aviary, type Aviary } from './canaries.fixture.js';
import { entryQuery, onePageQuery } from './queries.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { history, organisationOf, type Act, type Happened, type History } from './history.fixture.js';
import { openWorld, type World } from './world.fixture.js';

/*
 * Two worlds that hear the same stories with the same keys at the same times, so that every id is the same in both; but
 * what a reader may not have is told in one of them only.
 */

/** Those for whom events are hidden: one of most rows of the table, and those who read no case. */
const readers = [
  ...['inv-m', 'officer-m', 'audit-m', 'system-m', 'duty-e', 'worker-e', 'system-e', 'guardian-g'],
  ...['reviewer-s', 'audit-s', 'support-v', 'case-a', 'lead-h', 'duty-x'],
] as const satisfies readonly Somebody[];

const working = [
  'worker-r',
  'duty-r',
  'inv-m',
  'duty-e',
  'support-v',
  'case-a',
  'lead-h',
  'coordinator-g',
] as const;

interface Step {
  /** Whether it is told only in one world; then the reader must not have it. */
  readonly hidden: boolean;
  readonly by: (typeof working)[number];
  readonly what: number;
  readonly how: number;
  readonly about: number;
}
export interface TwinStory {
  readonly steps: readonly Step[];
  readonly readers: readonly [Somebody];
}

export const twinStories: fc.Arbitrary<TwinStory> = fc.record({
  steps: fc.array(
    fc.record({
      hidden: fc.boolean(),
      by: fc.constantFrom(...working),
      what: fc.nat(1_000),
      how: fc.nat(1_000),
      about: fc.nat(1_000),
    }),
    { minLength: 4, maxLength: 14, size: 'max' },
  ),
  readers: fc.tuple(fc.constantFrom(...readers)),
});

export interface TwinWorlds {
  readonly without: World;
  readonly withThem: World;
  readonly tell: (
    name: string,
    story: TwinStory,
  ) => Promise<{
    readonly caseId: string;
    readonly hiddenIds: readonly string[];
    readonly instants: readonly string[];
  }>;
  readonly close: () => Promise<void>;
}

export const twins = async (known: typeof agencies): Promise<TwinWorlds> => {
  const begins = '2012-01-01T09:00:00.000Z';
  const without = await openWorld({ agencies: known, begins, overHttp: true });
  const withThem = await openWorld({ agencies: known, begins, overHttp: true });
  return {
    without,
    withThem,
    tell: async (name, story) => {
      const [one, other] = [new Teller(without, name, false), new Teller(withThem, name, true)];
      await one.tell(story);
      await other.tell(story);
      const instants = [one.middle, withThem.clock.now()];
      return { caseId: one.caseId, hiddenIds: other.hiddenIds, instants };
    },
    close: async () => {
      await without.close();
      await withThem.close();
    },
  };
};

/** Ordinary work, that anybody on a case may record. */
const work = [
  'DecisionRecorded',
  'AgeClaimed',
  'ChildViewRecorded',
  'InterpreterUsed',
  'IndicatorObserved',
] as const;

/** Tells a story in one world. What is hidden takes its time and its keys in both. */
class Teller {
  caseId = '';
  middle = '';
  readonly hiddenIds: string[] = [];
  private readonly visible: Happened[] = [];
  private readonly secrets: Happened[] = [];
  private readonly birds: Aviary = aviary();
  private readonly told: History;
  private step = 0;

  constructor(
    private readonly world: World,
    private readonly name: string,
    private readonly all: boolean,
  ) {
    this.told = history(world, this.birds, name);
  }

  private async openly(person: Somebody, type: string, act: Act = {}): Promise<Happened> {
    this.step += 1;
    const event = await this.told.record(person, type, {
      ...(this.caseId === '' ? {} : { case: this.caseId }),
      key: `${this.name}-${this.step}`,
      ...act,
    });
    this.visible.push(event);
    return event;
  }

  async tell({ steps, readers: [reader] }: TwinStory): Promise<void> {
    this.caseId = (await this.openly('duty-r', 'CaseOpened')).caseId!;
    await this.openly('duty-r', 'ResponsibilityAccepted');
    for (const person of ['inv-m', 'duty-e', 'support-v', 'case-a', 'lead-h', 'guardian-g'] as const) {
      const referral = await this.openly('duty-r', 'ReferralMade', {
        details: { to: organisationOf(person) },
      });
      await this.openly(person, 'ReferralAccepted', { relations: [['about', referral]], afterOthers: true });
    }
    await this.openly('duty-r', 'WorkerAllocated', { details: { worker: 'worker-r' } });
    await this.openly('duty-e', 'WorkerAllocated', { details: { worker: 'worker-e' } });
    await this.openly('support-v', 'WorkerAllocated', { details: { worker: 'support-v' } });
    await this.openly('super-m', 'InvestigatorAssigned', { details: { investigator: 'inv-m' } });
    await this.openly('coordinator-g', 'GuardianAppointed', { details: { guardian: 'guardian-g' } });
    await this.review();
    const other = (await this.told.record('duty-r', 'CaseOpened', { key: `${this.name}-other` })).caseId!;
    for (const [number, step] of steps.entries()) {
      if (number === Math.trunc(steps.length / 2)) this.middle = this.world.clock.now();
      if (step.hidden) await this.secretly(step, reader, number, other);
      else await this.openly(step.by, work[step.what % work.length]!, this.aboutSomething(step));
    }
    await this.world.settle();
    await this.othersRead(reader);
  }

  private aboutSomething({ about, by }: Step): Act {
    const own = this.visible.filter(({ recorder }) => recorder === organisationOf(by));
    if (about % 3 === 0 && own.length > 0)
      return { relations: [[about % 2 === 0 ? 'about' : 'reliesOn', own[about % own.length]!]] };
    // What is not hidden may rest on what is: the one is told, and not what it rests on. Nobody can name what is never to
    // them, nor at once what stands in no case's stream: its own organisation's view has to have it first.
    const secrets = this.secrets.filter(
      ({ recorder, handling, linkId }) =>
        recorder === organisationOf(by) && linkId === null && !(handling.neverTo ?? []).includes(by),
    );
    return this.all && secrets.length > 0
      ? { relations: [['reliesOn', secrets[about % secrets.length]!]] }
      : {};
  }

  /** What the reader must not have, nor any trace of it. */
  private async secretly({ by, what, how, about }: Step, reader: Somebody, number: number, other: string) {
    const readersOwn = organisationOf(reader) === organisationOf(by);
    const never: RequestedHandling = { neverTo: [reader] };
    const handlings: readonly RequestedHandling[] = readersOwn
      ? [never]
      : [{ covert: true }, { neverTo: [organisationOf(reader)] }, never];
    const handling = handlings[how % handlings.length]!;
    const own = this.visible.filter(
      ({ recorder, type }) => recorder === organisationOf(by) && (work as readonly string[]).includes(type),
    );
    const target = own[about % Math.max(1, own.length)];
    const acts: readonly (() => readonly [string, Act])[] = [
      () => [
        work[about % work.length]!,
        { handling, ...(target ? { relations: [['reliesOn', target]] } : {}) },
      ],
      () =>
        target === undefined
          ? ['DecisionRecorded', { handling }]
          : ['EventCorrected', { handling, relations: [['corrects', target]] }],
      () =>
        target === undefined
          ? ['DecisionRecorded', { handling }]
          : [
              'EventRetracted',
              { handling, relations: [['withdraws', target]], details: { reason: 'recorded-in-error' } },
            ],
      () => ['ContactReceived', { handling, occurred: '2004-08?' }],
      () => ['AgeDeterminationAsserted', { handling, details: { ageFrom: 14, ageTo: 17 } }],
      () => [
        'EscalationRaised',
        { handling, details: { to: reader === 'duty-x' ? 'hamlet' : 'northforce' } },
      ],
      // Of the reader's own organisation where it is hidden from all there: none of its worklists must show it either.
      () => {
        const fromAll = !readersOwn && handling !== never;
        return [
          'DisclosureRequested',
          { handling, details: { askedOf: fromAll ? organisationOf(reader) : 'school' } },
        ];
      },
      () =>
        organisationOf(reader) === 'board' || readersOwn
          ? ['DecisionRecorded', { handling }]
          : [
              'DisclosureWithheld',
              { details: { withheldFrom: [organisationOf(reader)], partsWithheld: undefined } },
            ],
      () =>
        by === 'duty-r' && !readersOwn
          ? ['RecordLinkProposed', { case: null, details: { cases: [this.caseId, other] } }]
          : ['DecisionRecorded', { handling }],
    ];
    const [type, act] = acts[what % acts.length]!();
    const event = await this.told.record(
      by,
      type,
      { case: this.caseId, ...act, key: `${this.name}-hidden-${number}` },
      this.all,
    );
    this.secrets.push(event);
    this.hiddenIds.push(event.id);
    this.hiddenIds.splice(4);
  }

  private async review() {
    const details = {
      cases: [this.caseId],
      from: '2001-01-01',
      until: '2030-01-01',
      board: 'board',
      reviewers: ['reviewer-s'],
    };
    await this.told.append('ReviewOpened', {
      stream: `review-${derivedId('review', this.caseId)}`,
      caseId: null,
      by: { organisation: 'board', person: 'manager-s' },
      details,
    });
  }

  /**
   * Others read what they may, the hidden too; what the reader is told of their reading must not show it. They do not ask
   * for summaries: what is hidden changes which of the other entries a summary rests on, and so what they did read.
   */
  private async othersRead(reader: Somebody) {
    for (const person of ['worker-r', 'super-m', 'inv-m', 'duty-e', 'support-v', 'reviewer-s'] as const) {
      if (person === reader) continue;
      const asking = {
        as: person,
        purpose: purposeOf(person),
        correlation: derivedId('others', this.caseId),
      };
      const variables = { case: this.caseId };
      await this.world.ask({ ...asking, query: onePageQuery, variables });
      for (const id of this.hiddenIds.slice(0, 2))
        await this.world.ask({ ...asking, query: entryQuery, variables: { id } });
    }
    await this.world.settle();
  }
}
