import type { Transaction } from 'kysely';
import { detailsFrom, type PartName, type PartValues } from '#casework';
import type { Position } from '#event-store';
import type { CaseId } from '#kernel';
import type { SealedPart, Sealing } from '#sealing';
import type { AccessLogTable, AccessTables } from '../../disclosure/tables.js';
import type { Details } from '../../reading/opening.js';
import { inRuns } from '../../timeline/insert-rows.js';
import { nowhere } from '../replay/history.js';

/** That something of a case was handed over: the record, and what it says. */
export interface AccessRecordRead {
  readonly row: AccessLogTable;
  readonly details: Details;
}

const columns = [
  'position',
  'event_id',
  'case_id',
  'type',
  'version',
  'organisation',
  'person',
  'role',
  'recorded_at',
  'correlation',
  'header_digest',
  'parts',
] as const;

/**
 * What was handed over of some cases, up to a place in the log, in its order. What such a record lists is opened here: a
 * record of access, never an event of a case.
 * @throws SealBroken, DataKeyUnknown
 */
export const accessRecordsOf = async (
  log: Transaction<AccessTables>,
  sealing: Pick<Sealing, 'openParts'>,
  cases: readonly CaseId[],
  upTo: Position | null,
): Promise<readonly AccessRecordRead[]> => {
  const rows: AccessLogTable[] = [];
  for (const run of inRuns(cases.length === 0 ? [''] : cases)) {
    const found = await log
      .selectFrom('access_log')
      .select(columns)
      .where('case_id', 'in', run)
      .where('type', '=', 'RecordRead')
      .where('position', '<=', upTo ?? nowhere)
      .execute();
    rows.push(...found);
  }
  rows.sort((a, b) => (a.position < b.position ? -1 : 1));
  const parts = rows.flatMap((row) =>
    (JSON.parse(row.parts) as readonly SealedPart[]).map((sealed) => ({ row, sealed })),
  );
  const opened = await sealing.openParts(
    parts.map(({ row, sealed }) => ({ headerDigest: row.header_digest, sealed })),
  );
  const partsOf = new Map<Position, Map<PartName, PartValues>>();
  for (const [index, result] of opened.entries()) {
    if (!result.ok) throw result.reason;
    const { row, sealed } = parts[index]!;
    const of = partsOf.get(row.position) ?? new Map<PartName, PartValues>();
    partsOf.set(row.position, of.set(sealed.part, result.value as PartValues));
  }
  return rows.map((row) => ({ row, details: detailsFrom(partsOf.get(row.position) ?? new Map()) }));
};
