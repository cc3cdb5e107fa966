import { describe, expect, it } from '@jest/globals';
import { ConfigurationRefused, isLoopback, readConfiguration } from '#platform';

const refusal = (environment: Record<string, string>): ConfigurationRefused => {
  try {
    readConfiguration(environment, '/srv');
  } catch (error) {
    if (error instanceof ConfigurationRefused) return error;
  }
  throw new Error('The configuration was taken.');
};

describe('the configuration', () => {
  it('works without any setting, on this machine only', () => {
    expect(readConfiguration({}, '/srv')).toEqual({
      port: 4000,
      host: '127.0.0.1',
      dataFolder: '/srv/data',
      environment: 'development',
      production: false,
      logLevel: 'info',
      keyFile: '/srv/data/development.key',
      loadSampleCases: true,
      shutdownMilliseconds: 15_000,
      publicUrl: 'http://127.0.0.1:4000',
      webhookNetworks: null,
      webhooksInClear: false,
      feed: {
        port: 4100,
        tls: null,
        reflection: true,
        subscriptions: { subject: 100, organisation: 2_000 },
      },
    });
  });

  it('takes what is set', () => {
    const configuration = readConfiguration(
      {
        PORT: '0',
        HOST: '::1',
        DATA_DIR: '/var/lib/throughline',
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        THROUGHLINE_KEY_FILE: 'keys/one',
        THROUGHLINE_SAMPLE_CASES: 'leave',
        THROUGHLINE_SHUTDOWN_SECONDS: '3',
        FEED_PORT: '0',
        THROUGHLINE_FEED_TLS_CERTIFICATE_FILE: 'tls/feed.pem',
        THROUGHLINE_FEED_TLS_KEY_FILE: '/tls/feed.key',
        PATH: '/usr/bin',
      },
      '/srv',
    );
    expect(configuration).toMatchObject({
      port: 0,
      host: '::1',
      dataFolder: '/var/lib/throughline',
      production: true,
      logLevel: 'warn',
      keyFile: '/srv/keys/one',
      loadSampleCases: false,
      shutdownMilliseconds: 3_000,
      feed: {
        port: 0,
        tls: { certificateFile: '/srv/tls/feed.pem', keyFile: '/tls/feed.key', clientCaFile: null },
        reflection: false,
      },
    });
  });

  it('has a key with every certificate, and a certificate where clients need theirs', () => {
    const mistakes = (environment: Record<string, string>) =>
      refusal(environment).mistakes.map(({ setting }) => setting);
    expect(mistakes({ THROUGHLINE_FEED_TLS_KEY_FILE: 'key' })).toEqual([
      'THROUGHLINE_FEED_TLS_CERTIFICATE_FILE',
    ]);
    expect(mistakes({ THROUGHLINE_FEED_TLS_CLIENT_CA_FILE: 'ca' })).toEqual([
      'THROUGHLINE_FEED_TLS_CLIENT_CA_FILE',
    ]);
  });

  it('names every mistake at once, and repeats nothing of what was set', () => {
    const error = refusal({
      PORT: '99999-secret',
      NODE_ENV: 'prod-secret',
      LOG_LEVEL: 'loud-secret',
      HOST: 'two\nlines-secret',
      THROUGHLINE_SHUTDOWN_SECONDS: '-1-secret',
      THROUGHLINE_SAMPLE_CASE: 'misspelt-secret',
    });
    expect(error.mistakes.map(({ setting }) => setting)).toEqual([
      'PORT',
      'HOST',
      'NODE_ENV',
      'LOG_LEVEL',
      'THROUGHLINE_SHUTDOWN_SECONDS',
      'THROUGHLINE_SAMPLE_CASE',
    ]);
    expect(error.message).toContain('PORT must be a whole number from 0 to 65535.');
    expect(error.message).toContain('NODE_ENV must be one of development, test, production.');
    expect(error.message).toContain('THROUGHLINE_SAMPLE_CASE is not a setting of this product.');
    expect(error.message).not.toContain('secret');
  });

  it.each(['65536', '-1', '1.5', '0x10', '1e3', ' 1', 'four'])('does not take %j for a port', (PORT) => {
    expect(refusal({ PORT }).mistakes).toHaveLength(1);
  });

  it('takes an empty text for none', () => {
    expect(readConfiguration({ PORT: '' }, '/srv').port).toBe(4000);
  });
});

describe('a listener', () => {
  it.each(['127.0.0.1', '127.255.0.9', '::1', '[::1]', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1'])(
    'on %s can be reached from this machine only',
    (host) => expect(isLoopback(host)).toBe(true),
  );
  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    'example.org',
    'localhost.example.org',
    '127.1',
    '',
    '::ffff:10.0.0.1',
  ])('on %j can be reached from elsewhere, as far as one can tell', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});
