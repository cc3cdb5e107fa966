import {
  dutiesToRecord,
  openDeadlines,
  validateDetails,
  type CaseState,
  type DutyRecord,
  type OpenDeadline,
} from '#casework';
import { ExpectationFailed, OutcomeUnknown, type Position } from '#event-store';
import {
  derivedId,
  parseOccurred,
  type CaseId,
  type EventId,
  type Instant,
  type OrganisationId,
} from '#kernel';
import { systemAuthor } from '../administration.js';
import { appendDrafted } from '../append.js';
import { draft, type Drafted } from '../headers.js';
import type { LoadedStream } from '../loaded-streams.js';
import type { RecordingPorts } from '../ports.js';
import { openStreams, type SharedStreams } from '../shared-streams.js';

/** What a look at the clocks of a case came to. */
export interface DutyLook {
  /** The types of the events that it recorded, in their order. */
  readonly recorded: readonly string[];
  /** When there may be something to record again, where nothing is recorded before; null: never. */
  readonly lookAgainAt: Instant | null;
  readonly open: readonly OpenDeadline[];
  /** Of the last event of the case that was taken into account; null where there is no such case. */
  readonly position: Position | null;
}

/** Records what the clocks of the duties come to. */
export interface Duties {
  /**
   * Looks at the clocks of a case, and records what is to be recorded by now: a deadline that something started, what
   * met it, that it passed. Looking twice, by two processes or after a crash in the middle, records once. `now` is the
   * present unless told; nothing is recorded with a time before the last of the case. The errors are those of the log and
   * of the keys, and of a case that cannot be read; the same look may be tried again.
   */
  readonly look: (caseId: CaseId, now?: Instant) => Promise<DutyLook>;
}

/** What the rules of a duty gave cannot be recorded; names the fields, never their values. */
export class DutyNotRecordable extends Error {
  override readonly name = 'DutyNotRecordable';

  constructor(type: string, problems: readonly string[]) {
    super(`${type} cannot be recorded: ${problems.join('; ')}. The rules of the duties are at fault.`);
  }
}

/** How often a look is made anew because others changed the case, or its outcome stayed unknown. */
const mostAttempts = 8;

/** How often what was recorded may start something else at the same instant. */
const mostRounds = 20;

type OnCase = LoadedStream<CaseState>;

/** What looks at a case needs. */
export type DutyPorts = Pick<RecordingPorts, 'store' | 'sealing' | 'clock'> & {
  readonly directory: Pick<RecordingPorts['directory'], 'functionOf'>;
};

/**
 * Opens the part of the write side that records deadlines. `streams` are those of the recording of the same process, so
 * that neither reads what the other has just appended.
 */
export const openDuties = (
  ports: DutyPorts,
  { cases, inTurn }: Pick<SharedStreams, 'cases' | 'inTurn'> = openStreams(ports),
): Duties => {
  const functionOf = (organisation: OrganisationId) => ports.directory.functionOf(organisation);

  const lookOnce = async (stream: string, asked: Instant): Promise<DutyLook> => {
    const loaded = await cases.upToDate(stream);
    const recorded: string[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const { state } = loaded;
      if (state.caseId === null) break;
      // The clocks of two machines differ by a moment; within a case the record must not go back by it.
      const now = later(asked, state.lastRecordedAt);
      const { toRecord, lookAgainAt } = dutiesToRecord(state, now, functionOf);
      const missing = toRecord.filter((record) => !loaded.events.has(idOf(state.caseId!, record)));
      if (missing.length === 0) {
        return { recorded, lookAgainAt, open: openDeadlines(state, functionOf), position: loaded.position };
      }
      const drafted = missing.map((record) => drafting(loaded, state.caseId!, record, now));
      await appendDrafted(ports, cases, loaded, drafted, '');
      recorded.push(...missing.map(({ declaration }) => declaration.type));
    }
    // It goes on a moment later; a case that is never done must not keep the turn on it.
    const lookAgainAt = loaded.state.caseId === null ? null : asked;
    return {
      recorded,
      lookAgainAt,
      open: openDeadlines(loaded.state, functionOf),
      position: loaded.position,
    };
  };

  return {
    look: (caseId, now) => {
      const stream = `case-${caseId}`;
      return inTurn(stream, async () => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await lookOnce(stream, now ?? ports.clock.now());
          } catch (problem) {
            // Somebody else wrote first, or it may or may not be in the log: what is there is read, and decides.
            const changed = problem instanceof ExpectationFailed || problem instanceof OutcomeUnknown;
            if (!changed || attempt === mostAttempts) throw problem;
          }
        }
      });
    },
  };
};

const later = (one: Instant, other: Instant | null): Instant => (other !== null && other > one ? other : one);

const idOf = (caseId: CaseId, { declaration, key }: DutyRecord): EventId =>
  derivedId(systemAuthor.organisation, caseId, declaration.type, key);

const drafting = ({ stream }: OnCase, caseId: CaseId, record: DutyRecord, recordedAt: Instant): Drafted => {
  const { declaration } = record;
  const id = idOf(caseId, record);
  const details = validateDetails(declaration, record.details);
  const occurred = parseOccurred(record.occurred);
  if (!details.ok || !occurred.ok) {
    const problems = details.ok ? [] : details.reason.map(({ field, problem }) => `${field} ${problem}`);
    throw new DutyNotRecordable(declaration.type, occurred.ok ? problems : [...problems, 'occurred']);
  }
  const [drafted] = draft(
    [{ declaration, details: details.value, causedBy: null }],
    {
      occurred: occurred.value,
      source: 'own-act',
      lawfulBasis: null,
      relations: record.relations,
      recorder: systemAuthor,
      recordedAt,
    },
    { stream, caseId, eventIds: () => id },
    { handling: {}, correlation: id },
  );
  const { header, ...rest } = drafted!;
  return { ...rest, header: { ...header, handling: record.handling } };
};
