import { resolve } from 'node:path';
import { isLoopback } from './loopback.js';
import {
  choiceSetting,
  textSetting,
  wholeNumberSetting,
  type SettingMistake,
  type SettingsRead,
} from './settings.js';

/** The settings of the feed over gRPC, the same in each profile. */
export const feedSettings = {
  FEED_PORT: wholeNumberSetting(0, 65_535, 4100, 'The port for gRPC; 0 takes any that is free.'),
  THROUGHLINE_FEED_TLS: choiceSetting(
    ['here', 'proxy'],
    'here',
    'Who keeps the TLS of the feed: this program, or a proxy before it. Without a certificate it listens on loopback only.',
  ),
  THROUGHLINE_FEED_TLS_CERTIFICATE_FILE: textSetting(
    null,
    'The certificate of the feed in PEM, with those between it and the root. It is read again when it changes.',
  ),
  THROUGHLINE_FEED_TLS_KEY_FILE: textSetting(null, 'The key of that certificate in PEM.'),
  THROUGHLINE_FEED_TLS_CLIENT_CA_FILE: textSetting(
    null,
    'Who signs the certificates of clients, in PEM; with it a client needs a certificate besides its token.',
  ),
  THROUGHLINE_FEED_REFLECTION: choiceSetting(
    ['development', 'on', 'off'],
    'development',
    'Whether a client may ask for the contract: development is everywhere but in production.',
  ),
  THROUGHLINE_FEED_SUBSCRIPTIONS: wholeNumberSetting(
    1,
    10_000,
    100,
    'The most subscriptions of one person that are open in a process.',
  ),
  THROUGHLINE_FEED_SUBSCRIPTIONS_OF_ORGANISATION: wholeNumberSetting(
    1,
    100_000,
    2_000,
    'The most subscriptions of one organisation that are open in a process.',
  ),
} as const;

export type FeedSettings = SettingsRead<typeof feedSettings>;

export interface FeedConfiguration {
  readonly port: number;
  /** Null: in clear. Absolute paths. */
  readonly tls: {
    readonly certificateFile: string;
    readonly keyFile: string;
    readonly clientCaFile: string | null;
  } | null;
  readonly reflection: boolean;
  readonly subscriptions: { readonly subject: number; readonly organisation: number };
}

const certificateSetting = 'THROUGHLINE_FEED_TLS_CERTIFICATE_FILE';
const isSet = (value: string | null | undefined): boolean => value !== undefined && value !== null;

/** Mistakes that lie in no setting of the feed alone. */
export const mistakesOfFeed = (read: Partial<FeedSettings>): readonly SettingMistake[] => {
  const certificate = isSet(read[certificateSetting]);
  if (certificate !== isSet(read.THROUGHLINE_FEED_TLS_KEY_FILE))
    return [{ setting: certificateSetting, mistake: 'and THROUGHLINE_FEED_TLS_KEY_FILE go together.' }];
  const clientCa = 'THROUGHLINE_FEED_TLS_CLIENT_CA_FILE';
  return isSet(read[clientCa]) && !certificate
    ? [{ setting: clientCa, mistake: `needs ${certificateSetting}.` }]
    : [];
};

/** The feed in clear where somebody could listen: in production, or where it is reached from other machines. */
export const feedInClear = (
  read: Partial<FeedSettings> & { readonly HOST?: string; readonly NODE_ENV?: string },
): readonly SettingMistake[] => {
  const kept = isSet(read[certificateSetting]) || read.THROUGHLINE_FEED_TLS === 'proxy';
  if (kept || (read.NODE_ENV !== 'production' && isLoopback(read.HOST ?? '127.0.0.1'))) return [];
  const mistake = 'is not set, nor does THROUGHLINE_FEED_TLS=proxy say that a proxy keeps the TLS.';
  return [{ setting: certificateSetting, mistake }];
};

export const feedConfigurationOf = (
  read: FeedSettings,
  production: boolean,
  workingFolder: string,
): FeedConfiguration => {
  const {
    THROUGHLINE_FEED_TLS_CERTIFICATE_FILE: certificate,
    THROUGHLINE_FEED_TLS_KEY_FILE: key,
    THROUGHLINE_FEED_TLS_CLIENT_CA_FILE: clientCa,
    THROUGHLINE_FEED_REFLECTION: reflection,
  } = read;
  return {
    port: read.FEED_PORT,
    tls:
      certificate === null || key === null
        ? null
        : {
            certificateFile: resolve(workingFolder, certificate),
            keyFile: resolve(workingFolder, key),
            clientCaFile: clientCa === null ? null : resolve(workingFolder, clientCa),
          },
    reflection: reflection === 'on' || (reflection === 'development' && !production),
    subscriptions: {
      subject: read.THROUGHLINE_FEED_SUBSCRIPTIONS,
      organisation: read.THROUGHLINE_FEED_SUBSCRIPTIONS_OF_ORGANISATION,
    },
  };
};
