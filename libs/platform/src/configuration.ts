import { resolve } from 'node:path';
import {
  feedConfigurationOf,
  feedSettings,
  mistakesOfFeed,
  type FeedConfiguration,
} from './feed-configuration.js';
import {
  choiceSetting,
  readSettings,
  textSetting,
  urlSetting,
  wholeNumberSetting,
  type Environment,
} from './settings.js';

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every setting there is. The table in the documentation is made from this. */
export const settings = {
  PORT: wholeNumberSetting(0, 65_535, 4000, 'The port for HTTP; 0 takes any that is free.'),
  HOST: textSetting(
    '127.0.0.1',
    'The address to listen on. The development issuer needs a loopback address.',
  ),
  DATA_DIR: textSetting('./data', 'The folder for the event log, the views and the development keys.'),
  NODE_ENV: choiceSetting(
    ['development', 'test', 'production'],
    'development',
    'Production refuses the key file and the development issuer, and answers no introspection.',
  ),
  LOG_LEVEL: choiceSetting(logLevels, 'info', 'The least serious lines that are logged.'),
  THROUGHLINE_KEY_FILE: textSetting(
    null,
    'The key-encryption key of the development profile; without it, development.key in the data folder.',
  ),
  THROUGHLINE_SAMPLE_CASES: choiceSetting(
    ['load', 'leave'],
    'load',
    'Whether an empty data folder is filled with the fictional sample cases.',
  ),
  THROUGHLINE_SHUTDOWN_SECONDS: wholeNumberSetting(
    1,
    300,
    15,
    'How long a stop may take before the process ends all the same.',
  ),
  ...feedSettings,
  THROUGHLINE_PUBLIC_URL: urlSetting(
    ['https', 'http'],
    null,
    'Where this service is reached from outside; the links in webhooks begin with it. Without it, HOST and PORT.',
  ),
  THROUGHLINE_WEBHOOK_NETWORKS: textSetting(
    null,
    'Networks that are not on the Internet and to which webhooks may go, in CIDR with commas between them.',
  ),
  THROUGHLINE_WEBHOOK_HTTP: choiceSetting(
    ['refuse', 'allow'],
    'refuse',
    'Whether webhooks may go to http:// too; for development, production refuses it.',
  ),
} as const;

export interface Configuration {
  readonly port: number;
  readonly host: string;
  /** An absolute path. */
  readonly dataFolder: string;
  readonly environment: 'development' | 'test' | 'production';
  readonly production: boolean;
  readonly logLevel: LogLevel;
  /** An absolute path. */
  readonly keyFile: string;
  readonly loadSampleCases: boolean;
  readonly shutdownMilliseconds: number;
  /** Where it is reached from outside. */
  readonly publicUrl: string;
  /** In CIDR, with commas between them; null: none. */
  readonly webhookNetworks: string | null;
  readonly webhooksInClear: boolean;
  readonly feed: FeedConfiguration;
}

/**
 * The whole configuration, from the environment. Relative paths start at `workingFolder`.
 * @throws ConfigurationRefused with every mistake
 */
export const readConfiguration = (environment: Environment, workingFolder: string): Configuration => {
  const read = readSettings(settings, environment, 'THROUGHLINE_', mistakesOfFeed);
  const dataFolder = resolve(workingFolder, read.DATA_DIR);
  return {
    port: read.PORT,
    host: read.HOST,
    dataFolder,
    environment: read.NODE_ENV,
    production: read.NODE_ENV === 'production',
    logLevel: read.LOG_LEVEL,
    keyFile: resolve(workingFolder, read.THROUGHLINE_KEY_FILE ?? resolve(dataFolder, 'development.key')),
    loadSampleCases: read.THROUGHLINE_SAMPLE_CASES === 'load',
    shutdownMilliseconds: read.THROUGHLINE_SHUTDOWN_SECONDS * 1000,
    publicUrl: read.THROUGHLINE_PUBLIC_URL ?? `http://${read.HOST}:${read.PORT}`,
    webhookNetworks: read.THROUGHLINE_WEBHOOK_NETWORKS,
    webhooksInClear: read.THROUGHLINE_WEBHOOK_HTTP === 'allow',
    feed: feedConfigurationOf(read, read.NODE_ENV === 'production', workingFolder),
  };
};
