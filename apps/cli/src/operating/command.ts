import type { Configuration, Logger, Shutdown, Telemetry } from '#platform';
import type { ClusterConfiguration, ProjectorConfiguration } from '../../../cluster/src/configuration.js';

/** What an operator's command works with. */
export interface Operating<Settings> {
  readonly configuration: Settings;
  readonly log: Logger;
  /** Closes what the command opens. */
  readonly shutdown: Shutdown;
  readonly telemetry: Telemetry;
  /** Writes to the operator's terminal. */
  readonly write: (text: string) => void;
  /** Where progress can be drawn; null where the output goes to a file or another program. */
  readonly screen: NodeJS.WriteStream | null;
  /** From now on Ctrl-C no longer ends the process at once: it aborts this. A second one does end it. */
  readonly interruption: () => AbortSignal;
}

/** In the cluster, where the key-encryption key is at hand. */
export type WithKeys = Operating<ClusterConfiguration>;
/** In the cluster, where a projector runs: it is told of no keys. */
export type WithoutKeys = Operating<ProjectorConfiguration>;
export type OnFolder = Operating<Configuration>;

/** What was understood, to be done with the settings that it needs; the answer is the exit code. */
export type Task =
  | { readonly withKeys: (operating: WithKeys) => Promise<number> }
  | {
      readonly withoutKeys: (operating: WithoutKeys) => Promise<number>;
      /** On the data folder of the embedded profile, while its process is stopped. */
      readonly onFolder?: (operating: OnFolder) => Promise<number>;
    };

export interface OperatorCommand {
  /** One word or two. */
  readonly name: string;
  /** The words after the name, for the list of commands. */
  readonly takes: string;
  readonly does: string;
  /** Undefined where the words after the name are not understood. */
  readonly understand: (words: readonly string[]) => Task | undefined;
}

/** For commands that take no more words. */
export const withoutWords =
  (task: Task): OperatorCommand['understand'] =>
  (words) =>
    words.length === 0 ? task : undefined;
