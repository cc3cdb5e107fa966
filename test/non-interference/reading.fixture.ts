import { partNames, partSet, type Purpose } from '#casework';
import type { Result } from '#kernel';
import { readerIn, type World } from './world.fixture.js';
import { type Entry, type ReadPlan, ReadRefusal, TimelineCursor } from '#read-models';

const everyPart = partSet(partNames);

const opened = async <Answer>(planned: Promise<Result<ReadPlan<Answer>, ReadRefusal>>) => {
  const plan = await planned;
  if (plan.ok) return plan.value.open();
  if (plan.reason.code !== 'NOT_FOUND') throw new Error(plan.reason.code);
  return null;
};

/** Every entry of a case's timeline that a person gets, all parts selected; null where there is no such case. */
export const wholeTimeline = async (
  world: World,
  person: string,
  purpose: Purpose,
  caseId: string,
  asOf?: string,
): Promise<readonly Entry[] | null> => {
  const entries: Entry[] = [];
  let after: TimelineCursor | undefined;
  for (;;) {
    const page = await opened(
      world.reads.timeline(readerIn(world, person, purpose), {
        caseId,
        first: 25,
        ...(asOf === undefined ? {} : { asOf }),
        ...(after === undefined ? {} : { after }),
        selectedParts: () => everyPart,
      }),
    );
    if (page === null) return null;
    entries.push(...page.edges.map(({ node }) => node));
    after = page.edges.at(-1)?.cursor;
    if (!page.hasNextPage) return entries;
  }
};

export const entryOf = (world: World, person: string, purpose: Purpose, eventId: string) =>
  opened(world.reads.entry(readerIn(world, person, purpose), { eventId, selectedParts: () => everyPart }));

/** Everything else that there is to ask, as one text. */
export const allElse = async (world: World, person: string, purpose: Purpose, caseId: string) => {
  const reader = readerIn(world, person, purpose);
  return JSON.stringify([
    await opened(world.reads.caseSummary(reader, caseId)),
    await opened(world.reads.cases(reader, { first: 100 })),
    await opened(world.reads.accessLog(reader, { caseId, first: 100 })),
  ]);
};
