import { access, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dutyRules } from '#casework';
import { derivedId, type CaseId, type EventId } from '#kernel';
import { readSamples } from '../../apps/standalone/src/samples/load-samples.js';
import { sampleCaseIds } from '../../apps/standalone/src/samples/sample-case-ids.js';
import type { SampleAction } from '../../apps/standalone/src/samples/sample-story.js';
import { copyOf, startThroughline, type Embedded } from '../throughline.fixture.js';

const { directory, stories } = readSamples();

const idOf = ({ who, label, declaration: { type } }: SampleAction, what: string | number): string => {
  const organisation = directory.people.get(who)?.organisation;
  if (organisation === undefined) throw new Error(`${who} is not in the directory.`);
  return derivedId(organisation, who, type, `sample-${label}`, what);
};

const actions = new Map(stories.flatMap((told) => told.actions).map((action) => [action.label, action]));

/** An action of the stories, by its label. */
export const actionOf = (label: string): SampleAction => {
  const action = actions.get(label);
  if (action === undefined) throw new Error(`No story has an action ${label}.`);
  return action;
};

/** The actions of a story in the order of recording. */
export const storyOf = (name: string) => {
  const story = stories.find((one) => one.story === name);
  if (story === undefined) throw new Error(`There is no story ${name}.`);
  return story;
};

/** The event of an action, by its label; `label+` is the joining that followed from an acceptance. */
export const eventOf = (label: string): EventId =>
  label.endsWith('+') ? idOf(actionOf(label.slice(0, -1)), 1) : idOf(actionOf(label), 0);

const cases = sampleCaseIds();

export const caseOf = (name: string): CaseId => {
  const id = cases.get(name);
  if (id === undefined) throw new Error(`No story begins a case ${name}.`);
  return id;
};

const statements = { DeadlineSet: 'set', DeadlineMet: 'met', DeadlineMissed: 'missed' } as const;

/** What the clock of the duties says of a rule whose clock an action of the stories started. */
const deadlinesOf = ({ label, place }: SampleAction): readonly (readonly [EventId, string])[] =>
  place.kind === 'link'
    ? []
    : [...new Set(dutyRules.map(({ id }) => id))].flatMap((rule) =>
        Object.entries(statements).map(
          ([type, said]) =>
            [
              derivedId('throughline', caseOf(place.label), type, `${type}:${rule}:${eventOf(label)}`),
              `${label} ${rule} ${said}`,
            ] as const,
        ),
      );

const labels = new Map<EventId, string>([
  ...[...actions.keys()]
    .flatMap((label) => [label, `${label}+`])
    .map((label) => [eventOf(label), label] as const),
  ...[...actions.values()].flatMap(deadlinesOf),
]);

/**
 * The label of an event of the samples, undefined for any other. What the clock of the duties recorded has that of the
 * action which started the clock, with the rule and what became of it: `m12 referral-decision missed`.
 */
export const labelOf = (event: EventId): string | undefined => labels.get(event);

const prefix = 'throughline-samples-';

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const isRunning = (process_: number): boolean => {
  try {
    process.kill(process_, 0);
    return true;
  } catch {
    return false;
  }
};

/** Loads the samples once for each worker of jest, and removes what workers that have ended left behind. */
const samplesLoaded = async (): Promise<string> => {
  const folder = join(tmpdir(), `${prefix}${process.pid}`);
  if (await isThere(folder)) return folder;
  for (const name of await readdir(tmpdir())) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length).split('-')[0])))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  const throughline = await startThroughline();
  await throughline.stop();
  await rename(throughline.dataFolder, folder);
  return folder;
};

/** The whole product on a copy of the sample cases, to read and to change. */
export const startWithSamples = async (): Promise<Embedded> => {
  const dataFolder = await copyOf(await samplesLoaded());
  const throughline = await startThroughline({ dataFolder });
  return {
    ...throughline,
    close: async () => {
      await throughline.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
