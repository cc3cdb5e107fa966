import type { Logger, Shutdown, Telemetry } from '#platform';
import type { ClusterConfiguration } from '../../../cluster/src/configuration.js';

/** What an operator's command works with. */
export interface Operating {
  readonly configuration: ClusterConfiguration;
  readonly log: Logger;
  /** Closes what the command opens. */
  readonly shutdown: Shutdown;
  readonly telemetry: Telemetry;
  /** Writes to the operator's terminal. */
  readonly write: (text: string) => void;
}

export interface OperatorCommand {
  /** The words after the name, for the list of commands. */
  readonly takes: string;
  readonly does: string;
  /** Answers with the exit code; undefined where the words are not understood. */
  readonly run: (words: readonly string[], operating: Operating) => Promise<number> | undefined;
}
