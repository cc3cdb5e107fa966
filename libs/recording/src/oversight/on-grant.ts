import { type AroundEmergencyAccess, type EmergencyAccessState, type EventDeclaration } from '#casework';
import { accepted, type CaseId, type EventId, type Instant, type Json, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import type { LoadedStream } from '../loaded-streams.js';
import { notThere, recordAct, type Acting, type Said } from './act.js';
import type { EmergencyAccessRecorded, OversightAct } from './api.js';
import type { Matters } from './matters.js';

export type Answer = Result<EmergencyAccessRecorded, RecordingRefusal>;
type Loaded = LoadedStream<EmergencyAccessState>;

export const streamOf = (grantId: string) => `grant-${grantId}`;

export const actingFor = ({ principal, key, correlation }: OversightAct): Acting => ({
  recorder: principal.author,
  key,
  correlation,
});

/** Whatever the rules ask of another stream and of the directory is asked here, except what an act says of itself. */
export const around = (
  { ports: { directory } }: Matters,
  told: Pick<AroundEmergencyAccess, 'reviewIsOverdue' | 'ofHoldersTeam'>,
): AroundEmergencyAccess => ({
  known: () => undefined,
  linked: [],
  named: new Map(),
  functionOf: (organisation) => directory.functionOf(organisation),
  organisationOf: (person) => directory.organisationOf(person),
  ...told,
});

/** An act on the stream of one emergency access. */
interface OnGrant {
  readonly matters: Matters;
  readonly grantId: string;
  readonly declaration: EventDeclaration;
  readonly acting: Acting;
  readonly input: Json;
  readonly eventIds: (ordinal: number) => EventId;
  /** The case that it is to open; null for an act on one that is on record. */
  readonly opening: CaseId | null;
  readonly say: (loaded: Loaded, now: Instant) => Promise<Result<Said, RecordingRefusal>>;
}

export const onGrant = async ({ matters, grantId, opening, ...act }: OnGrant): Promise<Answer> => {
  const { ports, grants, inTurn } = matters;
  const stream = streamOf(grantId);
  return inTurn(stream, async () => {
    const caseId = opening ?? (await grants.upToDate(stream)).state.opened?.caseId ?? null;
    const answer = await recordAct(ports, grants, {
      ...act,
      to: { stream, caseId, eventIds: act.eventIds },
      lastRecordedAt: (access) => access.lastRecordedAt,
    });
    if (!answer.ok) return answer;
    const { recorded, state } = answer.value;
    const { opened } = state;
    return opened === null
      ? notThere
      : accepted({ ...recorded, grantId, caseId: opened.caseId, until: opened.until });
  });
};
