import {
  ConfigurationRefused,
  createLogger,
  createShutdown,
  createTelemetry,
  DatabaseAway,
  DataFolderUnusable,
  readConfiguration,
  type Environment,
} from '#platform';
import { StoreUnavailable } from '#event-store';
import { NoSuchProjection } from '#projections';
import { AdministrationRefused } from '#recording';
import { RewrapNotProven } from '#sealing';
import { readClusterConfiguration, readProjectorConfiguration } from '../../../cluster/src/configuration.js';
import { tellable } from '../../../cluster/src/tellable.js';
import { SampleRefused } from '../../../standalone/src/samples/load-samples.js';
import { DutyClockRuns } from '../../../programs/src/duty-clock/without-clock.js';
import { ViewsDoNotFollow } from '../../../standalone/src/samples/record-sample-cases.js';
import { administerCommand } from './administer.js';
import { DirectoryFileRefused } from './directory-file.js';
import { agreeFullContentCommand } from './agree-full-content.js';
import { adoptPolicyCommand } from './adopt-policy.js';
import type { Operating, OperatorCommand, Task } from './command.js';
import { keysCommand, rewrapKeysCommand } from './keys.js';
import { parkedCommand, retryParkedCommand, showParkedCommand } from './parked.js';
import { CannotRebuild, rebuildCommand } from './rebuild.js';
import { CannotSeed, seedCommand } from './seed.js';

/** The commands of an operator, in the order in which they are listed. */
export const operatorCommands: readonly OperatorCommand[] = [
  adoptPolicyCommand,
  administerCommand,
  agreeFullContentCommand,
  parkedCommand,
  showParkedCommand,
  retryParkedCommand,
  rebuildCommand,
  keysCommand,
  rewrapKeysCommand,
  seedCommand,
];

export interface Terminal extends Pick<Operating<never>, 'write' | 'screen' | 'interruption'> {
  readonly environment: Environment;
  readonly workingFolder: string;
  /** Writes what went wrong. */
  readonly complain: (text: string) => void;
}

/** What the words ask for: undefined where it is no command of an operator, or not understood. */
export const taskFor = (words: readonly string[]): Task | undefined => {
  const named = (length: number) => {
    const name = words.slice(0, length).join(' ');
    return operatorCommands.find((command) => command.name === name)?.understand(words.slice(length));
  };
  return named(2) ?? named(1);
};

const told = [
  AdministrationRefused,
  CannotRebuild,
  CannotSeed,
  ConfigurationRefused,
  DataFolderUnusable,
  DatabaseAway,
  DirectoryFileRefused,
  DutyClockRuns,
  NoSuchProjection,
  RewrapNotProven,
  SampleRefused,
  StoreUnavailable,
  ViewsDoNotFollow,
  ...tellable,
];

const serversNamed = ['KURRENTDB_URL', 'KURRENTDB_URL_FILE', 'DATABASE_URL', 'DATABASE_URL_FILE'];

/** The embedded profile has a folder and no servers. */
const isFolderOnly = (environment: Environment): boolean =>
  Boolean(environment.DATA_DIR) && !serversNamed.some((name) => environment[name]);

/** Does it and answers with the exit code: 0 done, 1 not done. */
export const operate = async (task: Task, terminal: Terminal): Promise<number> => {
  const { environment, workingFolder, complain, ...shown } = terminal;
  const log = createLogger({ level: 'warn', tellable: told, destination: { write: complain } });
  const shutdown = createShutdown(10_000, log);
  try {
    const begun = () => {
      const telemetry = createTelemetry({ service: 'cli', environment });
      shutdown.register('telemetry', () => telemetry.close());
      return { log, shutdown, telemetry, ...shown };
    };
    if ('withKeys' in task) {
      const configuration = readClusterConfiguration(environment, workingFolder);
      return await task.withKeys({ configuration, ...begun() });
    }
    if (task.onFolder !== undefined && isFolderOnly(environment)) {
      const configuration = readConfiguration(environment, workingFolder);
      return await task.onFolder({ configuration, ...begun() });
    }
    const configuration = readProjectorConfiguration(environment, workingFolder);
    return await task.withoutKeys({ configuration, ...begun() });
  } catch (problem) {
    if (told.some((kind) => problem instanceof kind) && problem instanceof Error)
      complain(`${problem.message}\n`);
    else log.fatal('the command failed', { error: problem });
    return 1;
  } finally {
    await shutdown.run();
  }
};
