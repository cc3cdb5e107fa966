import type { Position } from '#event-store';
import type { CaseId, OrganisationId } from '#kernel';
import type { Moment } from '../reading/moment.js';
import { inRuns } from '../timeline/insert-rows.js';
import type { ToldOfHeader } from '../timeline/material.js';
import { beforeAll, type SequenceNumber } from '../timeline/number.js';
import type { CurrentRow, PastRow } from './chain.js';

const currentColumns = [
  'event_id',
  'case_id',
  'position',
  'occurred_earliest',
  'given',
  'visible_from',
  'policy_version',
  'facts',
  'type',
  'header',
  'parts',
  'sequence',
  'digest',
  'cause_id',
] as const;

const pastColumns = [
  'position',
  'event_id',
  'case_id',
  'given',
  'facts',
  'standings',
  'sequence',
  'digest',
  'cause_id',
  'ending_sequence',
  'ending_digest',
  'ending_cause_id',
  'ending_position',
  'visible_until',
] as const;

const currentQuery = (moment: Moment, organisation: OrganisationId) =>
  moment.selectFrom('agency_event').select(currentColumns).where('organisation', '=', organisation);
type StoredCurrent = Awaited<ReturnType<ReturnType<typeof currentQuery>['execute']>>[number];

const pastQuery = (moment: Moment, organisation: OrganisationId) =>
  moment.selectFrom('agency_event_past').select(pastColumns).where('organisation', '=', organisation);
type StoredPast = Awaited<ReturnType<ReturnType<typeof pastQuery>['execute']>>[number];

const currentRow = ({ sequence, digest, header, ...row }: StoredCurrent): CurrentRow => ({
  ...row,
  header: JSON.parse(header) as ToldOfHeader,
  then: null,
  number: { number: sequence, digest },
});

const pastRow = ({ sequence, digest, ending_sequence, ending_digest, ...row }: StoredPast): PastRow => ({
  ...row,
  number: { number: sequence, digest },
  ending: { number: ending_sequence, digest: ending_digest },
});

/** The last number of an organisation's sequence. */
export const headOf = async (moment: Moment, organisation: OrganisationId): Promise<SequenceNumber> => {
  const row = await moment
    .selectFrom('agency_sequence')
    .select(['last_number', 'digest'])
    .where('organisation', '=', organisation)
    .executeTakeFirst();
  return row === undefined ? beforeAll : { number: row.last_number, digest: row.digest };
};

/** Whether a place is one of this sequence as it stands now. */
export const isPlaceOf = async (
  moment: Moment,
  organisation: OrganisationId,
  head: SequenceNumber,
  { number, digest }: SequenceNumber,
): Promise<boolean> => {
  if (number === head.number) return digest === head.digest;
  if (number === 0) return digest === beforeAll.digest;
  if (number > head.number) return false;
  const published = await moment
    .selectFrom('agency_event')
    .select('digest')
    .where('organisation', '=', organisation)
    .where('sequence', '=', number)
    .executeTakeFirst();
  if (published !== undefined) return published.digest === digest;
  const past = await moment
    .selectFrom('agency_event_past')
    .select(['sequence', 'digest', 'ending_digest'])
    .where('organisation', '=', organisation)
    .where((eb) => eb.or([eb('sequence', '=', number), eb('ending_sequence', '=', number)]))
    .executeTakeFirst();
  return past !== undefined && digest === (past.sequence === number ? past.digest : past.ending_digest);
};

/** All that the numbers of a stretch of the sequence are about. */
export interface Stretch {
  /** The last number that was looked at. */
  readonly until: SequenceNumber;
  /** What is current of all events that a number of the stretch is about, by position. */
  readonly current: ReadonlyMap<Position, CurrentRow>;
  /** Everything that ever ended of them, by position, in order. */
  readonly past: ReadonlyMap<Position, readonly PastRow[]>;
}

/** Reads on from a number, about so many numbers; those of other cases than these are passed over. */
export const stretchAfter = async (
  moment: Moment,
  organisation: OrganisationId,
  from: number,
  head: SequenceNumber,
  cases: readonly CaseId[] | null,
  most: number,
): Promise<Stretch> => {
  let currentRead = currentQuery(moment, organisation)
    .where('sequence', '>', from)
    .orderBy('sequence')
    .limit(most);
  if (cases !== null)
    currentRead = currentRead.where('case_id', 'in', cases.length === 0 ? [''] : [...cases]);
  const current = (await currentRead.execute()).map(currentRow);
  const past = pastQuery(moment, organisation).limit(most);
  const ended = await past.where('ending_sequence', '>', from).orderBy('ending_sequence').execute();
  // What began after a place ended after it too: where nothing was cut off, it is among those already.
  const isWhole = current.length < most && ended.length < most;
  const began = isWhole ? [] : await past.where('sequence', '>', from).orderBy('sequence').execute();
  const cuts: SequenceNumber[] = [head];
  if (current.length === most) cuts.push(current.at(-1)!.number);
  if (began.length === most) cuts.push(pastRow(began.at(-1)!).number);
  if (ended.length === most) cuts.push(pastRow(ended.at(-1)!).ending);
  const until = cuts.reduce((a, b) => (b.number < a.number ? b : a));
  const within = current.filter(({ number }) => number.number <= until.number);
  const touched = new Set(
    [
      ...began.filter(({ sequence }) => sequence <= until.number),
      ...ended.filter(({ ending_sequence }) => ending_sequence <= until.number),
    ].map(({ position }) => position),
  );
  const known = new Map(within.map((row) => [row.position, row]));
  const missing = [...touched].filter((position) => !known.has(position));
  for (const run of inRuns(missing))
    for (const row of await currentQuery(moment, organisation).where('position', 'in', run).execute())
      known.set(row.position, currentRow(row));
  const before = new Map<Position, PastRow[]>();
  // Of most events nothing ever ended: those that are current because of themselves need not be asked for.
  const replaced = within.filter(({ cause_id, event_id }) => cause_id !== event_id);
  const asked = new Set([...touched, ...replaced.map(({ position }) => position)]);
  for (const run of inRuns([...asked])) {
    const rows = await pastQuery(moment, organisation)
      .where('position', 'in', run)
      .orderBy('position')
      .orderBy('sequence')
      .execute();
    for (const row of rows) before.set(row.position, [...(before.get(row.position) ?? []), pastRow(row)]);
  }
  return { until, current: known, past: before };
};

/** What is current of some cases up to a number, in its order. */
export const currentUpTo = async (
  moment: Moment,
  organisation: OrganisationId,
  cases: readonly CaseId[],
  after: number,
  upTo: number,
  most: number,
): Promise<readonly CurrentRow[]> => {
  if (cases.length === 0) return [];
  const rows = await currentQuery(moment, organisation)
    .where('case_id', 'in', [...cases])
    .where('sequence', '>', after)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .limit(most)
    .execute();
  return rows.map(currentRow);
};

/** The types of events, by position: an ending does not keep it. */
export const typesOf = async (
  moment: Moment,
  positions: readonly Position[],
): Promise<ReadonlyMap<Position, string>> => {
  const types = new Map<Position, string>();
  for (const run of inRuns(positions)) {
    const rows = await moment
      .selectFrom('ledger')
      .select(['position', 'header'])
      .where('position', 'in', run)
      .execute();
    for (const { position, header } of rows)
      types.set(position, (JSON.parse(header) as { readonly type: string }).type);
  }
  return types;
};
