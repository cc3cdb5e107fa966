import {
  ConfigurationRefused,
  createLogger,
  createShutdown,
  createTelemetry,
  stopOnSignals,
  type Logger,
  type LogLevel,
  type Service,
  type Shutdown,
  type Telemetry,
  type TellableError,
} from '#platform';

export interface Program<Configuration> {
  /** Under which its metrics and traces stand. */
  readonly service: Service;
  /** @throws ConfigurationRefused */
  readonly configure: () => Configuration;
  /** Errors that say in our own words what is wrong and what to do; every other is a fault of the program. */
  readonly tellable: readonly TellableError[];
  /** Starts it; the answer is what its terminal is told. `shutdown` stops what was started. */
  readonly start: (
    configuration: Configuration,
    log: Logger,
    shutdown: Shutdown,
    telemetry: Telemetry,
  ) => Promise<string>;
}

interface Common {
  readonly logLevel: LogLevel;
  readonly shutdownMilliseconds: number;
}

/**
 * Runs a program until a signal stops it: exit code 0 after an orderly stop, 1 where it could not start or not stop in
 * order. What a person reads goes to stdout, the log to stderr.
 */
export const runProgram = <Configuration extends Common>(program: Program<Configuration>): void => {
  run(program).catch((problem: unknown) => {
    const known = [ConfigurationRefused, ...program.tellable].some((kind) => problem instanceof kind);
    if (known && problem instanceof Error)
      process.stderr.write(`Throughline cannot start. ${problem.message}\n`);
    else {
      const log = createLogger({ level: 'error', destination: process.stderr });
      log.fatal('the process cannot start', { error: problem });
    }
    process.exit(1);
  });
};

const run = async <Configuration extends Common>({
  service,
  configure,
  tellable,
  start,
}: Program<Configuration>): Promise<void> => {
  const configuration = configure();
  const telemetry = createTelemetry({ service, environment: process.env });
  const log = createLogger({ level: configuration.logLevel, tellable, destination: process.stderr });
  // Node's own way would print the message, which may hold anything. What goes on after this would go on half.
  process.on('uncaughtException', (error) => {
    log.fatal('something failed that nobody was waiting for; the process ends', { error });
    process.exit(1);
  });
  const shutdown = createShutdown(configuration.shutdownMilliseconds, log);
  // Stops last: what the others still do is told too.
  shutdown.register('telemetry', () => telemetry.close());
  stopOnSignals(process, shutdown, ({ clean, notStopped }) => {
    log.info('process stopped', { counts: { notStopped: notStopped.length } });
    process.exit(clean ? 0 : 1);
  });
  try {
    process.stdout.write('Throughline is starting.\n');
    process.stdout.write(await start(configuration, log, shutdown, telemetry));
  } catch (problem) {
    const wasStopped = shutdown.hasBegun();
    await shutdown.run();
    // What fails because everything is being closed is no reason of its own; the signal's handler ends the process.
    if (!wasStopped) throw problem;
  }
};
