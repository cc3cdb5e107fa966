import {
  declarationOf,
  detailsFrom,
  hasPart,
  partName,
  partSet,
  upcastDetails,
  type EventDeclaration,
  type PartName,
  type PartSet,
  type PartValues,
} from '#casework';
import type { EventId } from '#kernel';
import type { Sealing } from '#sealing';
import { sealedParts, type VisibleEntry } from './entry-rows.js';

/** The details of each entry that were decided to be opened, by event. */
export type Details = Readonly<Record<string, unknown>>;
export type OpenedDetails = ReadonlyMap<EventId, Details>;

export interface ToOpen {
  readonly entry: VisibleEntry;
  readonly selected: PartSet;
}

/**
 * Opens the parts that are handed over and were asked for, all at once, and puts the details in the form of the newest
 * version of their types.
 * @throws SealBroken, DataKeyUnknown where a part cannot be opened: then nothing of the answer is given
 */
export const openEntries = async (
  sealing: Pick<Sealing, 'openParts'>,
  wanted: readonly ToOpen[],
): Promise<OpenedDetails> => {
  const parts = wanted.flatMap(({ entry, selected }) =>
    sealedParts(entry, selected).map((sealed) => ({ entry, sealed })),
  );
  const opened = await sealing.openParts(
    parts.map(({ entry, sealed }) => ({ headerDigest: entry.row.header.digest ?? '', sealed })),
  );
  const byEvent = new Map<EventId, { entry: VisibleEntry; parts: Map<PartName, PartValues> }>();
  for (const [index, result] of opened.entries()) {
    const { entry, sealed } = parts[index]!;
    if (!result.ok) throw result.reason;
    const of = byEvent.get(entry.row.event_id) ?? { entry, parts: new Map<PartName, PartValues>() };
    of.parts.set(sealed.part, result.value as PartValues);
    byEvent.set(entry.row.event_id, of);
  }
  const details = new Map<EventId, Details>();
  for (const [event, of] of byEvent) details.set(event, detailsOf(of.entry, of.parts));
  return details;
};

const detailsOf = ({ row }: VisibleEntry, parts: ReadonlyMap<PartName, PartValues>): Details => {
  const declaration = declarationOf(row.type ?? '');
  if (declaration === undefined || row.header.version === null) return {};
  const details = upcastDetails(declaration, row.header.version, detailsFrom(parts));
  return onlyOf(declaration, details, partSet(parts.keys()));
};

/** An upcaster may make a field of another part out of an older one; what was not handed over stays away all the same. */
const onlyOf = (declaration: EventDeclaration, details: Details, parts: PartSet): Details =>
  Object.fromEntries(
    Object.entries(details).filter(([name]) => {
      const field = declaration.fields[name];
      return field !== undefined && hasPart(parts, partName(field.category, field.grade));
    }),
  );
