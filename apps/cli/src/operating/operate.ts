import {
  ConfigurationRefused,
  createLogger,
  createShutdown,
  createTelemetry,
  type Environment,
} from '#platform';
import { readClusterConfiguration } from '../../../cluster/src/configuration.js';
import { tellable } from '../../../cluster/src/tellable.js';
import { SampleRefused } from '../../../standalone/src/samples/load-samples.js';
import { ViewsDoNotFollow } from '../../../standalone/src/samples/record-sample-cases.js';
import { adoptPolicyCommand } from './adopt-policy.js';
import type { OperatorCommand } from './command.js';
import { CannotSeed, seedCommand } from './seed.js';

/** The commands of an operator of the cluster profile, by name. */
export const operatorCommands: Readonly<Record<string, OperatorCommand>> = {
  'adopt-policy': adoptPolicyCommand,
  seed: seedCommand,
};

export interface Terminal {
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}

const told = [ConfigurationRefused, CannotSeed, SampleRefused, ViewsDoNotFollow, ...tellable];

/** Runs a command and answers with the exit code: 0 done, 1 not done, 2 not understood. */
export const operate = async (
  command: OperatorCommand,
  words: readonly string[],
  { environment, workingFolder, write, complain }: Terminal,
): Promise<number | undefined> => {
  const log = createLogger({ level: 'warn', tellable: told, destination: { write: complain } });
  const shutdown = createShutdown(10_000, log);
  try {
    const configuration = readClusterConfiguration(environment, workingFolder);
    const telemetry = createTelemetry({ service: 'cli', environment });
    shutdown.register('telemetry', () => telemetry.close());
    return await command.run(words, { configuration, log, shutdown, telemetry, write });
  } catch (problem) {
    if (told.some((kind) => problem instanceof kind) && problem instanceof Error)
      complain(`${problem.message}\n`);
    else log.fatal('the command failed', { error: problem });
    return 1;
  } finally {
    await shutdown.run();
  }
};
