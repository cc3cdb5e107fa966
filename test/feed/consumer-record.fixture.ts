import { readFileSync } from 'node:fs';
import type { FeedMessage } from '#feed-client';

export type Delivery = Exclude<FeedMessage, { readonly kind: 'checkpoint' }>;

/** What a consumer kept, line by line: its starts, what was delivered, and the places to go on from. */
export type Line =
  | Delivery
  | { readonly kind: 'started' }
  | { readonly kind: 'place'; readonly cursor: string; readonly caughtUp: boolean };

export const linesIn = (file: string): readonly Line[] => {
  const text = readFileSync(file, { encoding: 'utf8', flag: 'a+' });
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
};

export const isDelivery = (line: Line): line is Delivery => line.kind === 'entry' || line.kind === 'ended';

export type KeptEntry = Extract<Delivery, { readonly kind: 'entry' }>['entry'];

/** The agency's own record, as it results from what it was delivered: by the ids of the events. */
export const folded = (lines: readonly Line[]): ReadonlyMap<string, KeptEntry> => {
  const record = new Map<string, KeptEntry>();
  const taken = new Set<string>();
  for (const line of lines) {
    if (!isDelivery(line) || taken.has(line.id)) continue;
    taken.add(line.id);
    if (line.kind === 'entry') record.set(line.entry.eventId, line.entry);
    else record.delete(line.eventId);
  }
  return record;
};

/** Which deliveries came again: those that may, which nothing was kept behind, and those that should not have. */
export const repetitions = (lines: readonly Line[]) => {
  const first = new Map<string, { readonly line: Delivery; readonly at: number }>();
  let lastPlace = -1;
  const allowed: string[] = [];
  const notAllowed: string[] = [];
  const different: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'place') lastPlace = at;
    if (!isDelivery(line)) continue;
    const before = first.get(line.id);
    if (before === undefined) {
      first.set(line.id, { line, at });
      continue;
    }
    (before.at < lastPlace ? notAllowed : allowed).push(line.id);
    if (contentOf(line) !== contentOf(before.line)) different.push(line.id);
  }
  return { allowed, notAllowed, different };
};

/** Without the cursor: two of one place differ, or they would tell how much lies between. */
const contentOf = (delivery: Delivery): string => JSON.stringify({ ...delivery, cursor: '' });
