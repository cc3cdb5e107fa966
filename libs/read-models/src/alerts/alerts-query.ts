import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId } from '#kernel';
import type { ReadPlan, Reader } from '../api.js';
import { alertsOfOrganisation, knownOf, touchesOfAlerts, type KnownAlert } from './alerts-for-a-reader.js';
import type { AlertsPage, AlertsQuery } from './api.js';
import type { CaseFromTheLog } from './case-from-the-log.js';
import type { AlertTable, AlertTables } from './tables.js';
import type { AlertGround } from './who-may-know.js';

const fetchedAtOnce = 100;

/** A page of the alerts that a reader may know of. */
export const alertsForReader = async (
  tables: Kysely<AlertTables>,
  ground: AlertGround,
  caseOf: (caseId: CaseId) => Promise<CaseFromTheLog>,
  reader: Reader,
  { open, first, after }: AlertsQuery,
): Promise<ReadPlan<AlertsPage>> => {
  const known: KnownAlert[] = [];
  let before = after?.position ?? null;
  for (;;) {
    const rows = await nextRows(tables, reader, open, before);
    known.push(...(await knownOf(ground, caseOf, reader, rows)));
    const last = rows.at(-1);
    if (known.length > first || last === undefined || rows.length < fetchedAtOnce) break;
    before = last.raised_position;
  }
  const shown = known.slice(0, first);
  return {
    touches: touchesOfAlerts(shown),
    open: async () => ({
      edges: shown.map(({ alert, row }) => ({ node: alert, cursor: { position: row.raised_position } })),
      hasNextPage: known.length > first,
    }),
  };
};

const nextRows = (
  tables: Kysely<AlertTables>,
  { principal }: Reader,
  open: boolean | undefined,
  before: Position | null,
): Promise<readonly AlertTable[]> => {
  let rows = alertsOfOrganisation(tables, principal.organisation)
    .orderBy('raised_position', 'desc')
    .limit(fetchedAtOnce);
  if (open !== undefined) rows = rows.where('open', '=', open ? 1 : 0);
  if (before !== null) rows = rows.where('raised_position', '<', before);
  return rows.execute();
};
