import type { Directory } from '#identity';
import { derivedId } from '#kernel';
import type { Reader } from '../api.js';
import type { Moment } from '../reading/moment.js';
import type { Narrowed } from '../reading/narrow-for-a-person.js';
import { narrowWithin, type Coverage } from './coverage.js';
import { currentUpTo } from './rows-of-the-sequence.js';
import type { Change, Sight } from './changes-in-a-stretch.js';

const readAtOnce = 500;

/** A standing that has changed, and how far what follows from it was sent. */
export interface Walk {
  readonly from: Coverage;
  /** The standing at which it was begun. */
  readonly to: string;
  /** Of the entries up to here it was sent. */
  readonly sentUpTo: number;
}

export interface WalkOn {
  readonly changes: readonly Change[];
  readonly sentUpTo: number;
  readonly finished: boolean;
}

/**
 * What has changed for a subscriber without a number of the view, because the way in which they stand to the cases has:
 * somebody was released, cases were linked, an emergency has run out. Compares what was sent with what would be now.
 */
export const walkOn = async (
  moment: Moment,
  reader: Reader,
  directory: Directory,
  { from, sentUpTo }: Walk,
  to: Coverage,
  place: { readonly number: number; readonly digest: string },
  isWanted: Sight['isWanted'],
  most: number,
): Promise<WalkOn> => {
  const { organisation } = reader.principal;
  const before = [...(from.cases?.values() ?? [])];
  const after = [...(to.cases?.values() ?? [])];
  const ids = [...new Set([...before, ...after].map(({ caseId }) => caseId))].sort();
  const narrowBefore = narrowWithin(reader, from, directory, before, from.related);
  const narrowNow = narrowWithin(reader, to, directory, after);
  const changes: Change[] = [];
  let read = sentUpTo;
  for (;;) {
    const rows = await currentUpTo(moment, organisation, ids, read, place.number, readAtOnce);
    for (const row of rows) {
      if (changes.length === most) return { changes, sentUpTo: read, finished: false };
      read = row.number.number;
      const wanted = (told: Narrowed | null) => (told !== null && isWanted(row, told) ? told : null);
      const was = wanted(narrowBefore(row));
      const is = wanted(narrowNow(row));
      if (shareOf(was) === shareOf(is)) continue;
      const kind = is === null ? 'ended' : 'entry';
      const id = derivedId(organisation, row.event_id, kind, from.standing, to.standing, place.digest);
      if (is !== null) changes.push({ id, number: null, kind: 'entry', visible: { row, told: is } });
      else
        changes.push({
          ...{ id, number: null, kind: 'ended', eventId: row.event_id, caseId: row.case_id },
          decidedBy: was?.decidedBy ?? [],
        });
    }
    if (rows.length < readAtOnce) return { changes, sentUpTo: read, finished: true };
  }
};

const shareOf = (told: Narrowed | null): string =>
  told === null ? '' : JSON.stringify([told.level, told.handed, told.withheld]);
