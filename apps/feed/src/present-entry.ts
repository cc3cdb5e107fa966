import { categoryOf, declarationOf, gradeOf, noParts, partName, partSet, type PartSet } from '#casework';
import { isPosition } from '#event-store';
import {
  Content,
  Level,
  type Entry as SentEntry,
  type Organisation,
  type SubscribeResponse,
} from '#feed-client';
import type { OrganisationId } from '#kernel';
import type { Entry, FeedItem, SelectedParts, ToldLevel } from '#read-models';
import type { FeedPorts } from './ports.js';

/** Whether details are asked for. */
export const selectsDetails = (content: Content, unlessTold: 'thin' | 'full'): boolean =>
  content === Content.CONTENT_UNSPECIFIED ? unlessTold === 'full' : content === Content.CONTENT_FULL;

/** The parts of each type that are sent, and so recorded as disclosed. */
export const selectedPartsOf = (withDetails: boolean): SelectedParts =>
  withDetails ? everyPartOf : () => noParts;

const known = new Map<string, PartSet>();
const everyPartOf = (type: string): PartSet => {
  const before = known.get(type);
  if (before !== undefined) return before;
  const fields = Object.values(declarationOf(type)?.fields ?? {});
  const parts = partSet(fields.map(({ category, grade }) => partName(category, grade)));
  known.set(type, parts);
  return parts;
};

const levels: Record<ToldLevel, Level> = {
  full: Level.LEVEL_FULL,
  partial: Level.LEVEL_PARTIAL,
  stub: Level.LEVEL_STUB,
};

type Presenting = Pick<FeedPorts, 'directory' | 'tokens'>;

const organisationOf = ({ directory }: Presenting, id: OrganisationId): Organisation => {
  const registered = directory.organisation(id);
  return { id, name: registered?.name, function: registered?.function };
};

/** An entry as the contract has it, for a reader of this organisation. Details are sent where parts of them were selected. */
export const presentEntry = (
  ports: Presenting,
  audience: OrganisationId,
  withDetails: boolean,
  entry: Entry,
): SentEntry => ({
  eventId: entry.eventId,
  caseId: entry.caseId,
  level: levels[entry.level],
  type: entry.type ?? undefined,
  version: entry.version ?? undefined,
  kindOfWork: entry.kindOfWork,
  occurred: entry.occurred,
  recordedAt: entry.recordedAt ?? undefined,
  lawfulBasis: entry.lawfulBasis ?? undefined,
  recordedBy: organisationOf(ports, entry.organisation),
  relations: entry.relations.map(({ kind, eventId }) => ({ kind, eventId })),
  marks: entry.marks.map(({ kind, by }) => ({ kind, by })),
  withheld: entry.withheld.map(({ part, reason }) => ({
    category: categoryOf(part),
    grade: gradeOf(part),
    reason,
  })),
  detailsJson:
    withDetails && entry.type !== null
      ? JSON.stringify(withoutPlaces(ports, audience, entry.details))
      : undefined,
  contactPoint: entry.contactPoint
    ? {
        organisation: organisationOf(ports, entry.contactPoint.organisation),
        name: entry.contactPoint.name,
        reach: entry.contactPoint.reach ?? undefined,
      }
    : undefined,
  visibleFrom: entry.visibleFrom,
  policyVersion: entry.policyVersion ?? undefined,
});

/** A delivery as the contract has it. */
export const presentItem = (
  ports: Presenting,
  audience: OrganisationId,
  withDetails: boolean,
  item: FeedItem,
): NonNullable<SubscribeResponse['message']> => {
  const { id, cursor } = item;
  switch (item.kind) {
    case 'entry':
      return {
        $case: 'entry',
        entry: { id, cursor, entry: presentEntry(ports, audience, withDetails, item.entry) },
      };
    case 'ended':
      return { $case: 'ended', ended: { id, cursor, caseId: item.caseId, eventId: item.eventId } };
  }
};

/** A place in the log leaves only as a token of the organisation: the difference of two counts what is hidden between them. */
const withoutPlaces = (
  { tokens }: Presenting,
  audience: OrganisationId,
  details: Entry['details'],
): Entry['details'] =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      isPosition(value) ? tokens.seal({ audience, kind: 'position' }, value) : value,
    ]),
  );
