import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { agencyFunctions, partSet, type PartName, type PartSet } from '#casework';
import {
  loadSharingPolicies,
  openEvent,
  type CaseFacts,
  type EventFacts,
  type Reader,
  type SharingPolicy,
} from '#sharing-policy';

/** One measurement, in milliseconds; `floor` is the least that the same work could cost. */
export interface PolicyMeasurement {
  readonly what: string;
  readonly milliseconds: number;
  readonly floor?: number;
}

const entries = 1_000;
const runs = 101;

const onCase: CaseFacts = {
  onCase: true,
  responsible: false,
  childMissing: false,
  reviewInScope: false,
  emergency: false,
};
const investigator: Reader = {
  function: 'police',
  person: {
    role: 'investigator',
    purpose: 'safeguarding',
    allocated: false,
    investigating: true,
    guardian: false,
    supervising: false,
    reviewing: false,
    elevated: false,
    neverTo: false,
  },
};

const set = (...parts: PartName[]): PartSet => partSet(parts);
const core: readonly PartName[] = ['core.coded', 'core.told'];

/** What events carry, commonest first: as in the catalogue, nearly all have core parts, and few have more than three. */
const presents: readonly PartSet[] = [
  set(...core),
  set(...core, 'identity.told'),
  set(...core, 'care.told'),
  set('core.coded'),
  set(...core, 'voice.told', 'care.told'),
  set(...core, 'location.told'),
  set(...core, 'health.coded', 'health.told'),
  set(...core, 'police.told'),
  set(...core, 'immigration.coded', 'immigration.told'),
  set(...core, 'identity.coded', 'identity.told', 'care.told'),
];

/** Caveats as they fall: most events have none. */
const handlings: readonly Partial<EventFacts>[] = [
  ...Array.from({ length: 12 }, () => ({})),
  ...Array.from({ length: 4 }, () => ({ own: true })),
  { notForImmigration: set('voice.told', 'care.told') },
  { outsideReleasable: true },
  { originatorHolds: set(...core) },
  { ageResult: true },
  { covert: true },
  { outsideReleasable: true, disclosed: set(...core) },
];

/** A group of linked cases: the same events each time. */
const timeline = Array.from({ length: entries }, (_, index) => ({
  event: { ...openEvent, ...handlings[(index * 7) % handlings.length] },
  present: presents[((index * index) >> 2) % presents.length] ?? presents[0]!,
}));

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const timed = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const refuseAlarms = (reason: string): never => {
  throw new Error(`The benchmark asked something that policy cannot decide: ${reason}`);
};

const readTimeline = (policy: SharingPolicy): number => {
  let shown = 0;
  for (const { event, present } of timeline) {
    shown += policy.entryForPerson(investigator, onCase, event, present).handed;
  }
  return shown;
};

/** The same number of look-ups of decisions already made, by keys already built. */
const floor = (policy: SharingPolicy): (() => number) => {
  const decisions = new Map<string, { handed: number }>();
  const keys = timeline.map(({ event, present }) => {
    const key = JSON.stringify([event, present]);
    decisions.set(key, policy.entryForPerson(investigator, onCase, event, present));
    return key;
  });
  return () => {
    let shown = 0;
    for (const key of keys) shown += decisions.get(key)?.handed ?? 0;
    return shown;
  };
};

/** What policy costs: prepared once, decided once for each class of event, and looked up ever after. */
export async function benchPolicy(): Promise<readonly PolicyMeasurement[]> {
  const load = () => loadSharingPolicies({ onAlarm: refuseAlarms }).current;
  let policy = load();
  const firstLoad = timed(() => (policy = load()));
  const coldPerson = timed(() => readTimeline(policy));
  const coldOrganisations = timed(() => {
    for (const agency of agencyFunctions) {
      for (const { event, present } of timeline) policy.entryForOrganisation(agency, onCase, event, present);
    }
  });

  const lookUp = floor(policy);
  const warm: number[] = [];
  const floors: number[] = [];
  // Alternating, so that whatever else the machine does falls on both.
  for (let run = 0; run < runs; run++) {
    warm.push(timed(() => readTimeline(policy)));
    floors.push(timed(lookUp));
  }
  return [
    { what: 'policies prepared again', milliseconds: firstLoad },
    { what: `${entries} entries for one person, cold`, milliseconds: coldPerson },
    {
      what: `${entries} entries for each of ${agencyFunctions.length} functions, cold`,
      milliseconds: coldOrganisations,
    },
    { what: `${entries} entries for one person, warm`, milliseconds: median(warm), floor: median(floors) },
  ];
}

const line = ({ what, milliseconds, floor: least }: PolicyMeasurement): string => {
  const beside =
    least === undefined
      ? ''
      : `  (look-ups alone ${least.toFixed(3)} ms, ${(milliseconds / least).toFixed(1)} x)`;
  return `${what.padEnd(56)} ${milliseconds.toFixed(2).padStart(9)} ms${beside}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const measurement of await benchPolicy()) process.stdout.write(line(measurement));
}
