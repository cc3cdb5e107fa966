import 'reflect-metadata';
import { CannotOpenEventLog } from '#event-store';
import { DevelopmentIssuerRefused, SigningKeyUnusable } from '#identity';
import {
  ConfigurationRefused,
  createLogger,
  createShutdown,
  DatabaseUnusable,
  DataFolderUnusable,
  readConfiguration,
  stopOnSignals,
} from '#platform';
import { KeyFileUnusable, WrongKeyEncryptionKey } from '#sealing';
import { DataFolderIncomplete } from './data-files.js';
import { UnknownEventType } from '#recording';
import { DirectoryUnreadable, PolicyCouldNotDecide } from './engines.js';
import { greeting } from './greeting.js';
import { CannotListen } from './listening.js';
import { PolicyNotAsAdopted } from './policy-in-force.js';
import { SampleRefused } from './samples/load-samples.js';
import { NotForProduction, startStandalone } from './standalone.js';

/** Errors that say in our own words what is wrong and what to do; every other is a fault of the program. */
const told = [
  CannotListen,
  CannotOpenEventLog,
  ConfigurationRefused,
  DatabaseUnusable,
  DataFolderIncomplete,
  DataFolderUnusable,
  DevelopmentIssuerRefused,
  DirectoryUnreadable,
  KeyFileUnusable,
  NotForProduction,
  PolicyCouldNotDecide,
  PolicyNotAsAdopted,
  SampleRefused,
  SigningKeyUnusable,
  UnknownEventType,
  WrongKeyEncryptionKey,
] as const;

const main = async (): Promise<void> => {
  const configuration = readConfiguration(process.env, process.cwd());
  const log = createLogger({ level: configuration.logLevel, tellable: told, destination: process.stderr });
  // Node's own way would print the message, which may hold anything. What goes on after this would go on half.
  process.on('uncaughtException', (error) => {
    log.fatal('something failed that nobody was waiting for; the process ends', { error });
    process.exit(1);
  });
  const shutdown = createShutdown(configuration.shutdownMilliseconds, log);
  stopOnSignals(process, shutdown, ({ clean, notStopped }) => {
    log.info('process stopped', { counts: { notStopped: notStopped.length } });
    process.exit(clean ? 0 : 1);
  });
  try {
    process.stdout.write('Throughline is starting.\n');
    const started = await startStandalone(configuration, log, shutdown);
    process.stdout.write(greeting(started, configuration));
  } catch (problem) {
    const wasStopped = shutdown.hasBegun();
    await shutdown.run();
    // What fails because everything is being closed is no reason of its own; the signal's handler ends the process.
    if (!wasStopped) throw problem;
  }
};

main().catch((problem: unknown) => {
  const known = told.find((kind) => problem instanceof kind);
  if (known !== undefined && problem instanceof Error)
    process.stderr.write(`Throughline cannot start. ${problem.message}\n`);
  else {
    const log = createLogger({ level: 'error', destination: process.stderr });
    log.fatal('the process cannot start', { error: problem });
  }
  process.exit(1);
});
