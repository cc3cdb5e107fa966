import { readFileSync } from 'node:fs';
import { typesThatMoveClocks } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { Duties, Oversight, Recording, RecordingRefusal } from '#recording';
import { parse } from 'yaml';
import { fallingDue } from './falling-due.js';
import { knownLabels, requestFor } from './requests.js';
import { directoryFrom, type SampleDirectory, type SampleFact } from './sample-directory.js';
import { overseen, type SampleOversight } from './sample-oversight.js';
import { storyFrom, type SampleAction, type SampleStory } from './sample-story.js';
import { SampleMistake } from './shape.js';

export interface Samples {
  readonly directory: SampleDirectory;
  readonly stories: readonly SampleStory[];
}

type FactOf<Kind extends SampleFact['kind']> = Extract<SampleFact, { readonly kind: Kind }>;

/**
 * The directory and the policy, as the application administers them. Each must record once, however often it is called
 * with the same key, and be in force when it answers. What the application alone knows stays with it: the digests of the
 * policy, the URLs and keys of its issuer.
 */
export interface Administer {
  adoptPolicy(key: string): Promise<unknown>;
  registerOrganisation(details: FactOf<'organisation-registered'>['details'], key: string): Promise<unknown>;
  /** Lets the application's issuer of that name speak for these organisations. */
  bindIssuer(issuer: string, organisations: readonly OrganisationId[], key: string): Promise<unknown>;
  enrolPerson(details: FactOf<'person-enrolled'>['details'], key: string): Promise<unknown>;
  suspendPerson(details: FactOf<'person-suspended'>['details'], key: string): Promise<unknown>;
}

export interface SamplePorts {
  readonly record: Recording['record'];
  /** Sets the clock that recording reads. It only goes forward, through all stories at once. */
  readonly setClock: (now: Instant) => void;
  readonly administer: Administer;
  readonly oversight: Oversight;
  /** Records the deadlines of the duties, by the same clock. */
  readonly duties: Pick<Duties, 'look'>;
  /** Until when time passes in the stories: what is due after their last action, and passed by then, has passed. */
  readonly present: Instant;
  /**
   * Resolves when every view has what stands at the position. An action may name only what its recorder can see, and
   * what others recorded is seen through the views, so each action waits for the one before it.
   */
  readonly settled: (position: Position) => Promise<unknown>;
}

export interface LoadedSamples {
  readonly cases: ReadonlyMap<string, CaseId>;
  readonly links: ReadonlyMap<string, string>;
  readonly events: ReadonlyMap<string, EventId>;
  /** What was begun apart from cases, by the labels of what began it. */
  readonly grants: ReadonlyMap<string, string>;
  readonly reviews: ReadonlyMap<string, string>;
  readonly people: readonly PersonId[];
}

/** An action of a story was refused, so the stories and the rules do not agree. */
export class SampleRefused extends Error {
  override readonly name = 'SampleRefused';

  constructor(
    readonly label: string,
    readonly refusal: RecordingRefusal,
  ) {
    super(`The sample action ${label} was refused: ${said(refusal)}.`);
  }
}

const said = (refusal: RecordingRefusal): string => {
  switch (refusal.code) {
    case 'INVALID_INPUT':
      return refusal.fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
    case 'RULE_REFUSED':
      return `rule ${refusal.rule}`;
    case 'FORBIDDEN':
      return `forbidden by policy (${refusal.decidedBy.join(', ') || 'nothing permits it'})`;
    case 'CONFLICT':
      return `conflict, ${refusal.because}`;
    case 'NOT_FOUND':
    case 'UNAVAILABLE':
      return refusal.code;
  }
};

const stories = ['miriam.yaml', 'adaeze.yaml', 'quan.yaml'];

const read = (file: string): unknown =>
  parse(readFileSync(new URL(file, import.meta.url), 'utf8'), { merge: true, strict: true });

/** @throws SampleMistake where an action of one story has the label of another */
export const samplesFrom = (directory: unknown, files: readonly unknown[]): Samples => {
  const told = files.map(storyFrom);
  const labels = new Set<string>();
  for (const { actions, refused, oversight } of told) {
    for (const { label } of [...actions, ...refused.map(({ action }) => action), ...oversight]) {
      if (labels.has(label)) throw new SampleMistake(`The label ${label}`, 'is given to two actions');
      labels.add(label);
    }
  }
  return { directory: directoryFrom(directory), stories: told };
};

/** The three sample cases that ship, and everyone in them. */
export const readSamples = (): Samples => samplesFrom(read('directory.yaml'), stories.map(read));

type Step =
  | { readonly at: Instant; readonly fact: SampleFact }
  | { readonly at: Instant; readonly action: SampleAction }
  | { readonly at: Instant; readonly oversight: SampleOversight };

/** Everything in the order of recording; at one instant facts come first, then stories as they are listed. */
export const inOrderOfRecording = ({ directory, stories: told }: Samples): readonly Step[] =>
  [
    ...directory.facts.map((fact): Step => ({ at: fact.at, fact })),
    ...told.flatMap(({ actions }) => actions.map((action): Step => ({ at: action.at, action }))),
    ...told.flatMap(({ oversight }) => oversight.map((one): Step => ({ at: one.at, oversight: one }))),
  ].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));

const administered = (administer: Administer, fact: SampleFact): Promise<unknown> => {
  switch (fact.kind) {
    case 'policy-adopted':
      return administer.adoptPolicy('sample-policy');
    case 'organisation-registered':
      return administer.registerOrganisation(fact.details, `sample-${fact.details.organisation}`);
    case 'issuer-bound':
      return administer.bindIssuer(fact.issuer, fact.organisations, `sample-${fact.issuer}`);
    case 'person-enrolled':
      return administer.enrolPerson(fact.details, `sample-${fact.details.person}`);
    case 'person-suspended':
      return administer.suspendPerson(fact.details, `sample-${fact.details.person}`);
  }
};

/**
 * Records the sample cases through the same path as any agency's action, each at its time in the story. Loading again
 * records nothing twice, and completes what was loaded in part.
 * @throws SampleRefused SampleMistake
 */
export const loadSamples = async (
  { record, oversight, setClock, administer, duties, present, settled }: SamplePorts,
  samples: Samples = readSamples(),
): Promise<LoadedSamples> => {
  const known = knownLabels();
  const time = fallingDue(setClock);
  const look = async (caseId: CaseId): Promise<void> => {
    const act = async () => {
      const { lookAgainAt, position } = await duties.look(caseId);
      if (position !== null) last = position;
      return lookAgainAt;
    };
    time.expect(caseId, await act(), act);
  };
  let last: Position | null = null;
  const apart = { events: new Map<string, EventId>(), grants: new Map(), reviews: new Map() };
  const oversee = async (act: SampleOversight): Promise<void> => {
    const answer = await overseen(act, oversight, known, samples.directory, apart);
    if (!answer.ok) throw new SampleRefused(act.label, answer.reason);
    const { recorded, opened } = answer.value;
    if (opened !== null)
      time.expect(opened.grantId, opened.until, async () => {
        const ended = await oversight.endWhatRanOut(opened.grantId);
        if (ended.ok) last = ended.value.position;
        return null;
      });
    await settled(recorded.position);
  };
  for (const step of inOrderOfRecording(samples)) {
    await time.runUpTo(step.at);
    setClock(step.at);
    if ('fact' in step) {
      await administered(administer, step.fact);
      continue;
    }
    if ('oversight' in step) {
      await oversee(step.oversight);
      continue;
    }
    const answer = await record(requestFor(step.action, known, samples.directory));
    if (!answer.ok) throw new SampleRefused(step.action.label, answer.reason);
    known.learn(step.action, answer.value);
    const { caseId, type, position } = answer.value;
    if (caseId !== null && typesThatMoveClocks.has(type)) await look(caseId);
    await settled(position);
  }
  await time.runUpTo(present);
  if (last !== null) await settled(last);
  const { cases, links } = known;
  const events = new Map([...known.events, ...apart.events]);
  const { grants, reviews } = apart;
  return { cases, links, events, grants, reviews, people: [...samples.directory.people.keys()] };
};
