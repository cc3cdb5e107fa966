import 'reflect-metadata';
import { CannotOpenEventLog } from '#event-store';
import { DevelopmentIssuerRefused, SigningKeyUnusable } from '#identity';
import { DatabaseUnusable, DataFolderUnusable, readConfiguration } from '#platform';
import { UnknownEventType } from '#recording';
import { KeyFileUnusable, WrongKeyEncryptionKey } from '#sealing';
import { DirectoryUnreadable } from '../../programs/src/directory.js';
import { FeedCertificateUnusable } from '../../feed/src/index.js';
import { CannotListen } from '../../programs/src/listening.js';
import { PolicyCouldNotDecide } from '../../programs/src/policies.js';
import { PolicyNotAsAdopted } from '../../programs/src/policy-in-force.js';
import { runProgram } from '../../programs/src/run-program.js';
import { DataFolderIncomplete } from './data-files.js';
import { greeting } from './greeting.js';
import { SampleRefused } from './samples/load-samples.js';
import { NotForProduction, startStandalone } from './standalone.js';

runProgram({
  service: 'standalone',
  configure: () => readConfiguration(process.env, process.cwd()),
  tellable: [
    CannotListen,
    CannotOpenEventLog,
    DatabaseUnusable,
    DataFolderIncomplete,
    DataFolderUnusable,
    DevelopmentIssuerRefused,
    DirectoryUnreadable,
    FeedCertificateUnusable,
    KeyFileUnusable,
    NotForProduction,
    PolicyCouldNotDecide,
    PolicyNotAsAdopted,
    SampleRefused,
    SigningKeyUnusable,
    UnknownEventType,
    WrongKeyEncryptionKey,
  ],
  start: async (configuration, log, shutdown, telemetry) =>
    greeting(await startStandalone(configuration, log, shutdown, telemetry), configuration),
});
