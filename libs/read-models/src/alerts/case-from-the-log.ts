import type { Kysely } from 'kysely';
import type { EventHeader } from '#casework';
import type { EventStore, Position } from '#event-store';
import type { CaseId } from '#kernel';
import { emptyGroup, type Group } from '../timeline/group.js';
import { standingsOf } from '../timeline/standing.js';
import { foldOnly } from '../timeline/take-event.js';
import { headersOfStreams, type HeaderAt } from './headers-of-a-stream.js';
import type { AlertTables } from './tables.js';

/** A case with those that were ever linked to it, as the log has them now. No view takes part in it. */
export interface CaseFromTheLog {
  readonly caseId: CaseId;
  readonly group: Group;
  /** The headers of the case itself, in their order. */
  readonly headers: readonly EventHeader[];
  /** The headers of each emergency access to it. */
  readonly grants: readonly (readonly EventHeader[])[];
  /** The last event of all that was read; null where there is none. */
  readonly position: Position | null;
  /** Something that may have taken a right away could not be read: then only the search for the child is told of. */
  readonly mayNarrowUnread: boolean;
}

/** The cases that links name together with one, and the streams that name them. */
const streamsAround = async (
  tables: Kysely<AlertTables>,
  caseId: CaseId,
): Promise<{ readonly cases: readonly CaseId[]; readonly streams: readonly string[] }> => {
  const cases = new Set([caseId]);
  const streams = new Set<string>();
  for (let fresh: readonly CaseId[] = [caseId]; fresh.length > 0;) {
    const found = await tables
      .selectFrom('alert_stream')
      .select('stream')
      .where('case_id', 'in', fresh)
      .execute();
    const links = found.map(({ stream }) => stream).filter((stream) => !streams.has(stream));
    for (const stream of links) streams.add(stream);
    const named = links.filter((stream) => stream.startsWith('link-'));
    const others =
      named.length === 0
        ? []
        : await tables.selectFrom('alert_stream').select('case_id').where('stream', 'in', named).execute();
    fresh = [...new Set(others.map(({ case_id }) => case_id))].filter((id) => !cases.has(id));
    for (const id of fresh) cases.add(id);
  }
  return { cases: [...cases], streams: [...streams] };
};

/** The cases that were ever named by a link together with one, itself included. */
export const casesAround = async (tables: Kysely<AlertTables>, caseId: CaseId): Promise<readonly CaseId[]> =>
  (await streamsAround(tables, caseId)).cases;

/** Reads cases from the log, up to its end, whenever it is asked. */
export const casesFromTheLog = (store: Pick<EventStore, 'readStream'>, tables: Kysely<AlertTables>) => {
  const headersOf = headersOfStreams(store);
  return async (caseId: CaseId): Promise<CaseFromTheLog> => {
    const { cases, streams } = await streamsAround(tables, caseId);
    const all = [...cases.map((id) => `case-${id}`), ...streams];
    const read = await Promise.all(all.map((stream) => headersOf(stream)));
    const inOrder = read.flatMap(({ headers }) => headers).sort((a, b) => (a.position < b.position ? -1 : 1));
    const { group, mayNarrowUnfolded } = folded(inOrder);
    return {
      ...{ caseId, group },
      headers: read[0]!.headers.map(({ header }) => header),
      grants: all.flatMap((stream, index) =>
        stream.startsWith('grant-') ? [read[index]!.headers.map(({ header }) => header)] : [],
      ),
      position: inOrder.at(-1)?.position ?? null,
      mayNarrowUnread: mayNarrowUnfolded || read.some((one) => one.mayNarrowUnread),
    };
  };
};

const folded = (
  inOrder: readonly HeaderAt[],
): { readonly group: Group; readonly mayNarrowUnfolded: boolean } => {
  const group = emptyGroup();
  let mayNarrowUnfolded = false;
  for (const { header, position } of inOrder) {
    try {
      foldOnly(group, header, position);
    } catch {
      // The view parks its group for this and tells the operator. What it would have changed is not known here either.
      mayNarrowUnfolded = true;
    }
  }
  group.standings = standingsOf(group);
  return { group, mayNarrowUnfolded };
};
