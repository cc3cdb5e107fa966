import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, OrganisationId } from '#kernel';
import { inNamespace } from '#platform';
import { readableBuild, readableBuilds, type BuildTables, type ReadableBuild } from '#projections';
import { accessLogView } from '../disclosure/access-log-view.js';
import type { AccessTables } from '../disclosure/tables.js';
import type { TimelineTables } from '../timeline/tables.js';
import { timelineView } from '../timeline/timeline-view.js';
import type { ReadTables } from './ports.js';

type Tables = TimelineTables & BuildTables;

/** The tables of a build, in a transaction that began before it was looked up. */
const tablesOf = <Tables>(
  transaction: Transaction<ReadTables>,
  { namespace }: ReadableBuild,
): Transaction<Tables> => inNamespace(transaction as unknown as Transaction<Tables>, namespace);

/**
 * The view of an organisation: the tables of the slot into which it falls, and how far they have come.
 * @throws ViewNotReady
 */
export const viewOf = async (
  transaction: Transaction<ReadTables>,
  organisation: OrganisationId,
): Promise<{
  readonly view: Transaction<Tables>;
  readonly position: Position | null;
  /** Which build it is: the name is never used again. */
  readonly build: string;
}> => {
  const build = await readableBuild(transaction, timelineView, organisation);
  return { view: tablesOf<Tables>(transaction, build), position: build.position, build: build.namespace };
};

/**
 * The views of all organisations, slot by slot: for what is asked of nobody's view in particular.
 * @throws ViewNotReady
 */
export const allViews = async (
  transaction: Transaction<ReadTables>,
): Promise<readonly Transaction<Tables>[]> => {
  const builds = await readableBuilds(transaction, timelineView);
  return builds.map((build) => tablesOf<Tables>(transaction, build));
};

/**
 * Who read a case.
 * @throws ViewNotReady
 */
export const accessLogAt = async (
  transaction: Transaction<ReadTables>,
  caseId: CaseId,
): Promise<Transaction<AccessTables>> =>
  tablesOf<AccessTables>(transaction, await readableBuild(transaction, accessLogView, caseId));
