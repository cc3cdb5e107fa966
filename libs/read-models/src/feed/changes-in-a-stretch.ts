import { derivedId, type CaseId } from '#kernel';
import type { VisibleEntry } from '../reading/entry-rows.js';
import type { Narrow, Narrowed } from '../reading/narrow-for-a-person.js';
import type { Reader } from '../api.js';
import type { SequenceNumber } from '../timeline/number.js';
import { lastChangeOf, type CurrentRow, type Link, type PastRow } from './chain.js';
import type { Stretch } from './rows-of-the-sequence.js';

/** Something that is to be sent, not opened yet. */
export type Change = {
  readonly id: string;
  /** After it is sent, its place; null where more belongs to the same place. */
  readonly number: SequenceNumber | null;
} & (
  | { readonly kind: 'entry'; readonly visible: VisibleEntry }
  | {
      readonly kind: 'ended';
      readonly eventId: string;
      readonly caseId: string;
      readonly decidedBy: readonly string[];
    }
);

/** The case in whose timeline it is, or was. */
export const caseOf = (change: Change): CaseId =>
  change.kind === 'entry' ? change.visible.row.case_id : change.caseId;

/** What a subscriber is given of rows, now and until they ended. */
export interface Sight {
  readonly now: Narrow;
  readonly before: (row: PastRow) => Narrowed | null;
  /** Whether an event of this row is of the types that are followed, for that share of it. */
  readonly isWanted: (row: PastRow | CurrentRow, told: Narrowed) => boolean;
}

/** From where and since when the subscription goes. */
export interface Since {
  /** The number after which the subscription began. */
  readonly start: number;
  /** The last number that there was then. */
  readonly head: number;
}

/** What of a stretch is to be sent, in the order of the sequence. */
export const changesIn = (
  { current, past, until }: Stretch,
  after: number,
  { principal: { organisation } }: Reader,
  sight: Sight,
  since: Since,
): readonly Change[] => {
  const found: (Change & { readonly number: SequenceNumber })[] = [];
  for (const position of new Set([...current.keys(), ...past.keys()])) {
    const now = current.get(position);
    const before = past.get(position) ?? [];
    const wanted = (row: PastRow | CurrentRow, told: Narrowed | null) =>
      told !== null && sight.isWanted(row, told) ? told : null;
    const chain: Link[] = before.map((row) => ({
      row,
      current: false,
      told: wanted(row, sight.before(row)),
    }));
    if (now !== undefined) chain.push({ row: now, current: true, told: wanted(now, sight.now(now)) });
    const last = lastChangeOf(chain);
    if (last === null || last.number.number <= after || last.number.number > until.number) continue;
    const { event_id: eventId, case_id: caseId } = now ?? before.at(-1)!;
    const kind = last.told === null ? 'ended' : 'entry';
    const id = derivedId(organisation, eventId, last.cause, kind);
    if (last.told !== null && now !== undefined) {
      found.push({ id, number: last.number, kind: 'entry', visible: { row: now, told: last.told } });
      continue;
    }
    // Nobody had it who began after it had come and gone.
    if (last.first > since.start && last.number.number <= since.head) continue;
    const decidedBy = chain.findLast(({ told }) => told !== null)?.told?.decidedBy ?? [];
    const of = before.at(-1)?.case_id ?? caseId;
    found.push({ id, number: last.number, kind: 'ended', eventId, caseId: of, decidedBy });
  }
  return found.sort((a, b) => a.number.number - b.number.number);
};
