import {
  choiceSetting,
  feedSettings,
  logLevels,
  textSetting,
  urlSetting,
  wholeNumberSetting,
  type SettingMistake,
  type SettingsRead,
} from '#platform';

/**
 * Every setting of the cluster profile. All its programs take the same, so that one configuration serves for all, and
 * each uses what it needs.
 */
export const clusterSettings = {
  PORT: wholeNumberSetting(0, 65_535, 4000, 'The port for HTTP; 0 takes any that is free.'),
  HOST: textSetting('127.0.0.1', 'The address to listen on; 0.0.0.0 in a container.'),
  NODE_ENV: choiceSetting(
    ['development', 'test', 'production'],
    'development',
    'Production refuses the key file and sample cases, and answers no introspection.',
  ),
  LOG_LEVEL: choiceSetting(logLevels, 'info', 'The least serious lines that are logged.'),
  THROUGHLINE_SHUTDOWN_SECONDS: wholeNumberSetting(
    1,
    300,
    15,
    'How long a stop may take before the process ends all the same.',
  ),
  KURRENTDB_URL: urlSetting(
    ['kurrentdb', 'kurrentdb+discover', 'esdb', 'esdb+discover'],
    null,
    'The event log: the connection string of KurrentDB, credentials percent-encoded.',
  ),
  KURRENTDB_URL_FILE: textSetting(null, 'A file that holds KURRENTDB_URL, in its place.'),
  DATABASE_URL: urlSetting(
    ['postgres', 'postgresql'],
    null,
    'The read models and the wrapped data keys: the URL of PostgreSQL.',
  ),
  DATABASE_URL_FILE: textSetting(null, 'A file that holds DATABASE_URL, in its place.'),
  DATABASE_CONNECTIONS: wholeNumberSetting(
    2,
    200,
    10,
    'The most connections of a process to PostgreSQL, for reading and for writing each.',
  ),
  THROUGHLINE_KEYS: choiceSetting(
    ['vault', 'aws-kms', 'file'],
    'vault',
    'Who holds the key-encryption key: Vault transit, AWS KMS, or a file for tests, which production refuses.',
  ),
  THROUGHLINE_KEY_NAME: textSetting(null, 'The name of the transit key, or the ARN or alias of the KMS key.'),
  THROUGHLINE_KEY_FILE: textSetting(null, 'The key file, where THROUGHLINE_KEYS is file.'),
  VAULT_ADDR: urlSetting(['https', 'http'], null, 'The address of Vault.'),
  VAULT_TOKEN: textSetting(null, 'The token for Vault.'),
  VAULT_TOKEN_FILE: textSetting(
    null,
    'A file that holds the token for Vault, read anew when it changes: what an agent of Vault keeps.',
  ),
  VAULT_NAMESPACE: textSetting(null, 'The namespace of Vault Enterprise.'),
  AWS_REGION: textSetting(null, 'The region of the KMS key.'),
  AWS_ENDPOINT_URL_KMS: urlSetting(
    ['https', 'http'],
    null,
    'Another endpoint of KMS, such as a private one.',
  ),
  THROUGHLINE_SLOTS: wholeNumberSetting(
    1,
    64,
    4,
    'Into how many slots the timelines are divided, by reading organisation: as many projectors can work at once.',
  ),
  THROUGHLINE_LEASE_SECONDS: wholeNumberSetting(
    2,
    60,
    5,
    'After how long another projector takes over the slots of one that does not answer.',
  ),
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
  THROUGHLINE_ISSUER: urlSetting(['https'], null, 'For `throughline seed`: the issuer of the sample people.'),
  THROUGHLINE_ISSUER_KEY_SET: urlSetting(
    ['https'],
    null,
    "For `throughline seed`: the URL of that issuer's keys.",
  ),
  ...feedSettings,
} as const;

export type ClusterSettings = SettingsRead<typeof clusterSettings>;

type Name = keyof typeof clusterSettings;

type Read = Partial<ClusterSettings>;

const isSet = (read: Read, name: Name): boolean => read[name] !== null;

const oneOf = (read: Read, one: Name, other: Name): readonly SettingMistake[] => {
  if (isSet(read, one) !== isSet(read, other)) return [];
  const both = `and ${other} are both set; set one of them.`;
  return [{ setting: one, mistake: isSet(read, one) ? both : `is not set, nor is ${other}.` }];
};

const needed = (read: Read, why: string, names: readonly Name[]): readonly SettingMistake[] =>
  names
    .filter((name) => !isSet(read, name))
    .map((name) => ({ setting: name, mistake: `is not set; ${why} needs it.` }));

/** Mistakes that lie in no setting alone. */
export const mistakesTogether = (read: Read): readonly SettingMistake[] => [
  ...oneOf(read, 'KURRENTDB_URL', 'KURRENTDB_URL_FILE'),
  ...oneOf(read, 'DATABASE_URL', 'DATABASE_URL_FILE'),
  ...(read.NODE_ENV === 'production' && read.THROUGHLINE_WEBHOOK_HTTP === 'allow'
    ? [{ setting: 'THROUGHLINE_WEBHOOK_HTTP', mistake: 'must not be allow in production.' }]
    : []),
  ...(isSet(read, 'THROUGHLINE_ISSUER') === isSet(read, 'THROUGHLINE_ISSUER_KEY_SET')
    ? []
    : [{ setting: 'THROUGHLINE_ISSUER', mistake: 'and THROUGHLINE_ISSUER_KEY_SET go together.' }]),
];

/** The same for a program that seals and opens. */
export const mistakesWithKeys = (read: Read): readonly SettingMistake[] => [
  ...mistakesTogether(read),
  ...mistakesOfKeys(read),
];

const mistakesOfKeys = (read: Read): readonly SettingMistake[] => {
  const production = read.NODE_ENV === 'production';
  switch (read.THROUGHLINE_KEYS) {
    case 'vault':
      return [
        ...needed(read, 'THROUGHLINE_KEYS=vault', ['VAULT_ADDR', 'THROUGHLINE_KEY_NAME']),
        ...oneOf(read, 'VAULT_TOKEN', 'VAULT_TOKEN_FILE'),
        ...(production && read.VAULT_ADDR?.startsWith('http://') === true
          ? [{ setting: 'VAULT_ADDR', mistake: 'must begin with https:// in production.' }]
          : []),
      ];
    case 'aws-kms':
      return needed(read, 'THROUGHLINE_KEYS=aws-kms', ['AWS_REGION', 'THROUGHLINE_KEY_NAME']);
    case 'file':
      return [
        ...needed(read, 'THROUGHLINE_KEYS=file', ['THROUGHLINE_KEY_FILE']),
        ...(production ? [{ setting: 'THROUGHLINE_KEYS', mistake: 'must not be file in production.' }] : []),
      ];
    case undefined:
      return [];
  }
};
