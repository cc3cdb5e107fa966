import type { AgencyFunction } from '#casework';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { AgeDetermination, CaseSummary, EntryMark, EntryRelation, OpenProcess } from '../api.js';
import { followedProcesses } from './processes.js';

/** An entry that the reader may see, as far as a summary looks at it. */
export interface SummarisedEntry {
  readonly eventId: EventId;
  readonly caseId: CaseId;
  /** Null for a stub. */
  readonly type: string | null;
  readonly occurred: string;
  readonly organisation: OrganisationId;
  readonly relations: readonly EntryRelation[];
  readonly marks: readonly EntryMark[];
}

export interface OrganisationTold {
  readonly name: string;
  readonly function: AgencyFunction | null;
}

const ageDeterminations: ReadonlySet<string> = new Set([
  'AgeDeterminationAsserted',
  'CourtAgeFindingRecorded',
]);

export const isAgeDetermination = ({ type }: SummarisedEntry): boolean =>
  type !== null && ageDeterminations.has(type);

/** The processes that have begun and, as far as this reader may see, not ended. Entries come in log order. */
export const openProcesses = (entries: readonly SummarisedEntry[]): readonly OpenProcess[] =>
  followedProcesses.flatMap(({ name, begins, ends }) => {
    const open = new Map<EventId, OpenProcess>();
    for (const entry of entries) {
      const { eventId, type, occurred, organisation } = entry;
      if (type === null || isRetracted(entry)) continue;
      if (ends.includes(type)) endOf(entry, open);
      if (begins.includes(type)) {
        open.set(eventId, { process: name, openedBy: eventId, since: occurred, organisation });
      }
    }
    return [...open.values()];
  });

const isRetracted = ({ marks }: SummarisedEntry): boolean => marks.some(({ kind }) => kind === 'retracted');

const endOf = ({ relations }: SummarisedEntry, open: Map<EventId, OpenProcess>): void => {
  const named = relations.filter(({ eventId }) => open.has(eventId));
  if (named.length === 0) open.clear();
  for (const { eventId } of named) open.delete(eventId);
};

const standingOf = ({ marks }: SummarisedEntry): AgeDetermination['standing'] => {
  const has = (kind: EntryMark['kind']) => marks.some((mark) => mark.kind === kind);
  if (has('retracted')) return 'retracted';
  if (has('withdrawn')) return 'withdrawn';
  return has('corrected') ? 'corrected' : 'asserted';
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * A case, from the entries that this reader may see and from nothing else: what is hidden cannot show in it, not even
 * in a count. The details given are those of age determinations, as far as they were opened.
 */
export const summarise = (
  caseId: CaseId,
  entries: readonly SummarisedEntry[],
  details: ReadonlyMap<EventId, Readonly<Record<string, unknown>>>,
  organisation: (id: OrganisationId) => OrganisationTold,
): CaseSummary => {
  const open = openProcesses(entries);
  return {
    caseId,
    cases: [...new Set([caseId, ...entries.map((entry) => entry.caseId)])].sort(),
    openProcesses: open,
    participants: [...new Set(entries.map((entry) => entry.organisation))]
      .sort()
      .map((id) => ({ organisation: id, ...organisation(id) })),
    ageDeterminations: entries.filter(isAgeDetermination).map((entry) => {
      const known = details.get(entry.eventId) ?? {};
      return {
        eventId: entry.eventId,
        type: entry.type ?? '',
        organisation: entry.organisation,
        occurred: entry.occurred,
        method: textOrNull(known.method),
        effect: textOrNull(known.effect),
        dateOfBirth: textOrNull(known.dateOfBirth),
        details: known,
        reliesOn: entry.relations.filter(({ kind }) => kind === 'reliesOn').map(({ eventId }) => eventId),
        standing: standingOf(entry),
      };
    }),
    missingNow: open.some(({ process }) => process === 'missing-episode'),
    entries: entries.length,
  };
};
