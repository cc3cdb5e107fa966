import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationRefused } from '#platform';
import {
  readClusterConfiguration,
  readFeedConfiguration,
  readProjectorConfiguration,
} from './configuration.js';

const complete = {
  KURRENTDB_URL: 'kurrentdb://throughline:log-secret@log:2113?tls=true',
  DATABASE_URL: 'postgres://throughline:database-secret@database/throughline',
  THROUGHLINE_KEY_NAME: 'throughline',
  VAULT_ADDR: 'https://vault:8200',
  VAULT_TOKEN_FILE: 'token',
};

const refused = (environment: Record<string, string>): ConfigurationRefused => {
  try {
    readClusterConfiguration(environment, '/srv');
  } catch (error) {
    if (error instanceof ConfigurationRefused) return error;
    throw error;
  }
  throw new Error('The configuration was taken.');
};
const mistakesIn = (environment: Record<string, string>) =>
  refused(environment).mistakes.map(({ setting }) => setting);

describe('the configuration of a program of the cluster', () => {
  it('needs the log, the database and the keys, and nothing else', () => {
    expect(readClusterConfiguration(complete, '/srv')).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      logUrl: complete.KURRENTDB_URL,
      databaseUrl: complete.DATABASE_URL,
      keys: {
        from: 'vault',
        address: 'https://vault:8200',
        keyName: 'throughline',
        token: { file: '/srv/token' },
      },
      slots: 4,
      leaseMilliseconds: 5_000,
      sampleIssuer: null,
    });
  });

  it('names everything that is missing at once', () => {
    expect(mistakesIn({})).toEqual([
      'KURRENTDB_URL',
      'DATABASE_URL',
      'VAULT_ADDR',
      'THROUGHLINE_KEY_NAME',
      'VAULT_TOKEN',
    ]);
  });

  it('names every mistake at once, and repeats no secret', () => {
    const error = refused({
      KURRENTDB_URL: 'http://admin:hunter2@log',
      DATABASE_URL: 'mysql://root:hunter2@database',
      THROUGHLINE_KEYS: 'hunter2',
      THROUGHLINE_SLOTS: '0',
      THROUGHLINE_LEASE_SECONDS: '1',
      THROUGHLINE_SLOT: '4',
      PORT: 'hunter2',
      LOG_LEVEL: 'hunter2',
    });
    expect(error.mistakes.map(({ setting }) => setting)).toEqual([
      'PORT',
      'LOG_LEVEL',
      'KURRENTDB_URL',
      'DATABASE_URL',
      'THROUGHLINE_KEYS',
      'THROUGHLINE_SLOTS',
      'THROUGHLINE_LEASE_SECONDS',
      'THROUGHLINE_SLOT',
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  it('needs no keys where it is a projector, which opens nothing', () => {
    const { KURRENTDB_URL, DATABASE_URL } = complete;
    const configuration = readProjectorConfiguration({ KURRENTDB_URL, DATABASE_URL }, '/srv');
    expect(configuration).toMatchObject({ logUrl: KURRENTDB_URL, databaseUrl: DATABASE_URL });
    expect(configuration).not.toHaveProperty('keys');
  });

  it('takes a secret from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'url');
    writeFileSync(file, `${complete.DATABASE_URL}\n`);
    const { DATABASE_URL: _, ...others } = complete;
    expect(readClusterConfiguration({ ...others, DATABASE_URL_FILE: file }, '/srv').databaseUrl).toBe(
      complete.DATABASE_URL,
    );
    writeFileSync(file, 'hunter2');
    expect(refused({ ...others, DATABASE_URL_FILE: file }).message).toMatch(
      /DATABASE_URL_FILE names a file whose/,
    );
    expect(refused({ ...others, DATABASE_URL_FILE: `${file}-gone` }).message).toMatch(/cannot be read/);
    expect(mistakesIn({ ...complete, DATABASE_URL_FILE: file })).toEqual(['DATABASE_URL']);
  });

  it('has no keys in a file, and no Vault in clear, in production', () => {
    const production = { ...complete, NODE_ENV: 'production' };
    expect(mistakesIn({ ...production, THROUGHLINE_KEYS: 'file', THROUGHLINE_KEY_FILE: 'key' })).toEqual([
      'THROUGHLINE_KEYS',
    ]);
    expect(mistakesIn({ ...production, VAULT_ADDR: 'http://vault:8200' })).toEqual(['VAULT_ADDR']);
  });

  it('needs the region and the name of a key of AWS', () => {
    const { KURRENTDB_URL, DATABASE_URL } = complete;
    expect(mistakesIn({ KURRENTDB_URL, DATABASE_URL, THROUGHLINE_KEYS: 'aws-kms' })).toEqual([
      'AWS_REGION',
      'THROUGHLINE_KEY_NAME',
    ]);
  });

  it('of the feed is in clear on loopback only, and never in production, unless a proxy keeps the TLS', () => {
    const mistakes = (environment: Record<string, string>) => {
      try {
        readFeedConfiguration({ ...complete, ...environment }, '/srv');
      } catch (error) {
        if (error instanceof ConfigurationRefused) return error.mistakes.map(({ setting }) => setting);
      }
      return [];
    };
    const certificate = 'THROUGHLINE_FEED_TLS_CERTIFICATE_FILE';
    const tls = { [certificate]: 'feed.pem', THROUGHLINE_FEED_TLS_KEY_FILE: 'feed.key' };
    const publicUrl = { THROUGHLINE_PUBLIC_URL: 'https://throughline.example' };
    const production = { NODE_ENV: 'production', ...publicUrl };
    expect(mistakes({})).toEqual([]);
    expect(mistakes({ NODE_ENV: 'production', THROUGHLINE_FEED_TLS: 'proxy' })).toEqual([
      'THROUGHLINE_PUBLIC_URL',
    ]);
    expect(mistakes({ HOST: '0.0.0.0' })).toEqual([certificate]);
    expect(mistakes(production)).toEqual([certificate]);
    expect(mistakes({ ...production, THROUGHLINE_FEED_TLS: 'proxy' })).toEqual([]);
    expect(mistakes({ ...production, ...tls, HOST: '0.0.0.0' })).toEqual([]);
    expect(mistakes({ ...tls, THROUGHLINE_FEED_TLS_KEY_FILE: '' })).toEqual([certificate]);
    expect(readFeedConfiguration({ ...complete, ...production, ...tls }, '/srv').feed).toEqual({
      port: 4100,
      tls: { certificateFile: '/srv/feed.pem', keyFile: '/srv/feed.key', clientCaFile: null },
      reflection: false,
      subscriptions: { subject: 100, organisation: 2_000 },
    });
  });
});
