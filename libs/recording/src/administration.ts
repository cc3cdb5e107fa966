import { declarationOf, validateDetails, type Author, type EventDeclaration } from '#casework';
import { ExpectationFailed, type Position } from '#event-store';
import { derivedId, parseOccurred } from '#kernel';
import { appendDrafted } from './append.js';
import { draft } from './headers.js';
import { loadedStreams, type LoadedStream } from './loaded-streams.js';
import { oneAtATime } from './one-at-a-time.js';
import { openStoredWithout } from './open-stored.js';
import type { RecordingPorts } from './ports.js';

/** The product's own process, as the author of what no person records: the directory, and the policy in force. */
export const systemAuthor: Author = { organisation: 'throughline', person: 'throughline', role: 'system' };

export interface AdministrativeAct {
  /** A type of the directory or of the policy, e.g. `PersonEnrolled`. */
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** The same key and type record once. */
  readonly key: string;
}

/** What an operator's file or command says does not fit the declaration; names the fields, never their values. */
export class AdministrationRefused extends Error {
  override readonly name = 'AdministrationRefused';

  constructor(type: string, problems: readonly string[]) {
    super(`${type} cannot be recorded: ${problems.join('; ')}.`);
  }
}

export interface Administration {
  /**
   * Records a fact of the directory or the adoption of a policy, by the process that owns it; no request can.
   * @throws AdministrationRefused
   */
  readonly record: (
    act: AdministrativeAct,
  ) => Promise<{ readonly position: Position; readonly repeated: boolean }>;
}

const administered = (type: string): EventDeclaration => {
  const declaration = declarationOf(type);
  if (declaration === undefined || !['directory', 'policy'].includes(declaration.stream)) {
    throw new AdministrationRefused(type, ['it is not a fact of the directory or the policy']);
  }
  return declaration;
};

const mostAttempts = 8;

export const openAdministration = (
  ports: Pick<RecordingPorts, 'store' | 'sealing' | 'clock'>,
): Administration => {
  const streams = loadedStreams<null>({
    store: ports.store,
    begin: null,
    evolve: () => null,
    open: openStoredWithout,
    mostEvents: 100_000,
  });
  const inTurn = oneAtATime();

  const append = async (
    act: AdministrativeAct,
    declaration: EventDeclaration,
    loaded: LoadedStream<null>,
  ) => {
    const eventIds = (ordinal: number) => derivedId(systemAuthor.organisation, act.type, act.key, ordinal);
    const earlier = loaded.events.get(eventIds(0));
    if (earlier !== undefined) return { position: earlier.position, repeated: true };
    const details = validateDetails(declaration, act.details);
    const now = ports.clock.now();
    const occurred = parseOccurred(now.slice(0, 10));
    if (!details.ok || !occurred.ok) {
      const problems = details.ok ? [] : details.reason.map(({ field, problem }) => `${field} ${problem}`);
      throw new AdministrationRefused(act.type, problems);
    }
    const drafted = draft(
      [{ declaration, details: details.value, causedBy: null }],
      {
        occurred: occurred.value,
        source: 'own-act',
        lawfulBasis: null,
        relations: [],
        recorder: systemAuthor,
        recordedAt: now,
      },
      { stream: declaration.stream, caseId: null, eventIds },
      { handling: {}, correlation: eventIds(0) },
    );
    const { position } = await appendDrafted(ports, streams, loaded, drafted, '');
    return { position, repeated: false };
  };

  return {
    record: async (act) => {
      const declaration = administered(act.type);
      return inTurn(declaration.stream, async () => {
        for (let attempt = 1; ; attempt += 1) {
          const loaded = await streams.get(declaration.stream);
          if (attempt > 1) await streams.catchUp(loaded);
          try {
            return await append(act, declaration, loaded);
          } catch (problem) {
            // Another process administers too: read what it wrote and try again, within reason.
            if (!(problem instanceof ExpectationFailed) || attempt === mostAttempts) throw problem;
          }
        }
      });
    },
  };
};
