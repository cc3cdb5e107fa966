import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  ConfigurationRefused,
  feedConfigurationOf,
  feedInClear,
  mistakesOfFeed,
  readSettings,
  type Environment,
  type FeedConfiguration,
  type LogLevel,
  type SettingMistake,
} from '#platform';
import { clusterSettings, mistakesTogether, mistakesWithKeys, type ClusterSettings } from './settings.js';

export type KeysConfiguration =
  | { readonly from: 'file'; readonly file: string }
  | {
      readonly from: 'vault';
      readonly address: string;
      readonly keyName: string;
      readonly namespace?: string;
      readonly token: { readonly text: string } | { readonly file: string };
    }
  | {
      readonly from: 'aws-kms';
      readonly keyId: string;
      readonly region: string;
      readonly endpoint?: string;
    };

/** What a program of the cluster profile is told by its environment. A projector has no more: it holds no key. */
export interface ProjectorConfiguration {
  readonly port: number;
  readonly host: string;
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly shutdownMilliseconds: number;
  /** Holds a password: it stands in no message. */
  readonly logUrl: string;
  /** Holds a password: it stands in no message. */
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly slots: number;
  readonly leaseMilliseconds: number;
  /** Where it is reached from outside. */
  readonly publicUrl: string;
  /** In CIDR, with commas between them; null: none. */
  readonly webhookNetworks: string | null;
  readonly webhooksInClear: boolean;
}

/** The same for a program that seals and opens. */
export interface ClusterConfiguration extends ProjectorConfiguration {
  readonly keys: KeysConfiguration;
  readonly sampleIssuer: { readonly issuer: string; readonly keySet: string } | null;
}

/** The same for a program that also serves the feed. */
export interface ClusterFeedConfiguration extends ClusterConfiguration {
  readonly feed: FeedConfiguration;
}

/**
 * The configuration of a projector, from the environment. Relative paths start at `workingFolder`.
 * @throws ConfigurationRefused with every mistake
 */
export const readProjectorConfiguration = (
  environment: Environment,
  workingFolder: string,
): ProjectorConfiguration =>
  common(readSettings(clusterSettings, environment, 'THROUGHLINE_', mistakesTogether), workingFolder);

/**
 * The configuration of a program that seals and opens, from the environment. Relative paths start at `workingFolder`.
 * @throws ConfigurationRefused with every mistake
 */
export const readClusterConfiguration = (
  environment: Environment,
  workingFolder: string,
): ClusterConfiguration =>
  withKeys(readSettings(clusterSettings, environment, 'THROUGHLINE_', mistakesWithKeys), workingFolder);

/**
 * The configuration of a program that serves the feed, from the environment. Relative paths start at `workingFolder`.
 * @throws ConfigurationRefused with every mistake
 */
export const readFeedConfiguration = (
  environment: Environment,
  workingFolder: string,
): ClusterFeedConfiguration => {
  const read = readSettings(clusterSettings, environment, 'THROUGHLINE_', (values) => [
    ...mistakesWithKeys(values),
    ...mistakesOfFeed(values),
    ...feedInClear(values),
    ...linksToNowhere(values),
  ]);
  return {
    ...withKeys(read, workingFolder),
    feed: feedConfigurationOf(read, read.NODE_ENV === 'production', workingFolder),
  };
};

/** The feed delivers to webhooks, and is not what their links lead to: nobody outside could follow one that it made up. */
const linksToNowhere = ({
  NODE_ENV,
  THROUGHLINE_PUBLIC_URL: publicUrl,
}: Partial<ClusterSettings>): readonly SettingMistake[] =>
  NODE_ENV === 'production' && publicUrl === null
    ? [{ setting: 'THROUGHLINE_PUBLIC_URL', mistake: 'is not set; the links in webhooks begin with it.' }]
    : [];

const withKeys = (read: ClusterSettings, workingFolder: string): ClusterConfiguration => {
  const { THROUGHLINE_ISSUER: issuer, THROUGHLINE_ISSUER_KEY_SET: keySet } = read;
  return {
    ...common(read, workingFolder),
    keys: keysOf(read, workingFolder),
    sampleIssuer: issuer === null || keySet === null ? null : { issuer, keySet },
  };
};

const common = (read: ClusterSettings, workingFolder: string): ProjectorConfiguration => ({
  port: read.PORT,
  host: read.HOST,
  production: read.NODE_ENV === 'production',
  logLevel: read.LOG_LEVEL,
  shutdownMilliseconds: read.THROUGHLINE_SHUTDOWN_SECONDS * 1000,
  logUrl: secret(read, 'KURRENTDB_URL', workingFolder),
  databaseUrl: secret(read, 'DATABASE_URL', workingFolder),
  databaseConnections: read.DATABASE_CONNECTIONS,
  slots: read.THROUGHLINE_SLOTS,
  leaseMilliseconds: read.THROUGHLINE_LEASE_SECONDS * 1000,
  publicUrl: read.THROUGHLINE_PUBLIC_URL ?? `http://${read.HOST}:${read.PORT}`,
  webhookNetworks: read.THROUGHLINE_WEBHOOK_NETWORKS,
  webhooksInClear: read.THROUGHLINE_WEBHOOK_HTTP === 'allow',
});

/** A secret as it was set, or from the file that holds it; the file is read by the rules of the setting itself. */
const secret = (
  read: ClusterSettings,
  name: 'KURRENTDB_URL' | 'DATABASE_URL',
  workingFolder: string,
): string => {
  const set = read[name];
  if (set !== null) return set;
  const fromFile = `${name}_FILE` as const;
  const { read: understood, mustBe } = clusterSettings[name];
  let text: string;
  try {
    text = readFileSync(resolve(workingFolder, read[fromFile] ?? ''), 'utf8').trim();
  } catch (cause) {
    throw new ConfigurationRefused([{ setting: fromFile, mistake: 'names a file that cannot be read.' }], {
      cause,
    });
  }
  const value = understood(text);
  if (value === undefined || value === null)
    throw new ConfigurationRefused([
      { setting: fromFile, mistake: `names a file whose text must be ${mustBe}.` },
    ]);
  return value;
};

const keysOf = (read: ClusterSettings, workingFolder: string): KeysConfiguration => {
  const keyName = read.THROUGHLINE_KEY_NAME ?? '';
  switch (read.THROUGHLINE_KEYS) {
    case 'file':
      return { from: 'file', file: resolve(workingFolder, read.THROUGHLINE_KEY_FILE ?? '') };
    case 'aws-kms':
      return {
        from: 'aws-kms',
        keyId: keyName,
        region: read.AWS_REGION ?? '',
        ...(read.AWS_ENDPOINT_URL_KMS === null ? {} : { endpoint: read.AWS_ENDPOINT_URL_KMS }),
      };
    case 'vault':
      return {
        from: 'vault',
        address: read.VAULT_ADDR ?? '',
        keyName,
        ...(read.VAULT_NAMESPACE === null ? {} : { namespace: read.VAULT_NAMESPACE }),
        token:
          read.VAULT_TOKEN !== null
            ? { text: read.VAULT_TOKEN }
            : { file: resolve(workingFolder, read.VAULT_TOKEN_FILE ?? '') },
      };
  }
};
