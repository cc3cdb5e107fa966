import { describe, expect, it } from '@jest/globals';
import {
  readClusterConfiguration,
  readProjectorConfiguration,
} from '../../apps/cluster/src/configuration.js';
import { clusterSettings } from '../../apps/cluster/src/settings.js';
import { composed, compositions, environmentOf, filledIn, networksOf } from './compose.fixture.js';
import { environmentOf as environmentIn, mayAsk, podNamed } from './kubernetes.fixture.js';

/** Settings by which a program comes to the key-encryption key, or to the keys of an issuer. */
const ofKeys = Object.keys(clusterSettings).filter((name) => /KEY|VAULT|AWS|ISSUER/.test(name));
const keysNamedIn = (value: unknown): readonly string[] =>
  JSON.stringify(value).match(/vault|\bkeys?\b|\bkms\b|\baws|token|_key/gi) ?? [];

describe('what a projector must not have', () => {
  it('is every setting without which a gateway does not start, and a projector does', () => {
    const all = environmentIn(podNamed('gateway'));
    const needed = Object.keys(all).filter((name) => {
      const { [name]: _left, ...without } = { ...all, ...inPlaceOfFiles };
      try {
        readClusterConfiguration(without, '/');
        return false;
      } catch {
        readProjectorConfiguration(without, '/');
        return true;
      }
    });
    expect(needed.length).toBeGreaterThanOrEqual(3);
    expect(needed.filter((name) => !ofKeys.includes(name))).toEqual([]);
  });
});

describe.each(compositions)('the projector in compose with %s', (_name, files) => {
  const { services } = composed(...files);
  const projector = services.projector!;

  it('is told nothing of keys, and starts', () => {
    const environment = environmentOf(projector);
    expect(Object.keys(environment).filter((name) => ofKeys.includes(name))).toEqual([]);
    expect(keysNamedIn(environment)).toEqual([]);
    expect(() => readProjectorConfiguration(environment, '/')).not.toThrow();
    expect(() => readClusterConfiguration(environment, '/')).toThrow('VAULT_ADDR');
  });

  it("has nothing mounted but the authority's certificate", () => {
    expect((projector.volumes ?? []).filter((volume) => volume !== 'authority:/authority:ro')).toEqual([]);
  });

  it('has no way to Vault, and does not wait for it', () => {
    const shared = (other: string) =>
      networksOf(services[other]!).filter((network) => networksOf(projector).includes(network));
    expect([shared('vault'), shared('vault-key')]).toEqual([[], []]);
    expect([shared('kurrentdb'), shared('postgres')]).toEqual([['default'], ['default']]);
    expect(keysNamedIn(Object.keys(projector.depends_on ?? {}))).toEqual([]);
  });

  it('is not held to what a gateway has, which has a way', () => {
    const gateway = services.gateway!;
    expect(networksOf(gateway)).toEqual(expect.arrayContaining([...networksOf(services.vault!)]));
    expect(keysNamedIn(environmentOf(gateway)).length).toBeGreaterThan(0);
    expect(keysNamedIn(Object.keys(gateway.depends_on ?? {})).length).toBeGreaterThan(0);
    expect(filledIn(gateway.environment!.VAULT_ADDR!)).toContain('//vault:');
  });
});

describe('the projector on Kubernetes', () => {
  const projector = podNamed('projector');
  const gateway = podNamed('gateway');

  it('is told nothing of keys, and starts', () => {
    const environment = environmentIn(projector);
    expect(Object.keys(environment).filter((name) => ofKeys.includes(name))).toEqual([]);
    expect(keysNamedIn(environment)).toEqual([]);
    expect(() => readProjectorConfiguration({ ...environment, ...inPlaceOfFiles }, '/')).not.toThrow();
    expect(keysNamedIn(environmentIn(gateway)).length).toBeGreaterThan(0);
  });

  it('has of the secrets the two that it needs', () => {
    const { volumes } = projector.spec;
    const secrets = volumes.flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
    expect(secrets.map(({ items }) => items?.map(({ key, path }) => [key, path]))).toEqual([
      [
        ['kurrentdb-url', 'kurrentdb-url'],
        ['database-url', 'database-url'],
      ],
    ]);
    const others = volumes.filter(({ secret }) => secret === undefined);
    expect(others.map(({ configMap, emptyDir }) => configMap?.name ?? emptyDir)).toEqual([
      'throughline-authority',
      expect.anything(),
    ]);
  });

  it('may ask the log, the database and the names, and nobody else', () => {
    expect(mayAsk(projector)).toEqual([
      'kube-system 53',
      'kube-system 53',
      'kurrentdb 2113',
      'postgres 5432',
    ]);
    expect(mayAsk(gateway)).toEqual(expect.arrayContaining(['keys 8200', 'the internet 443']));
  });

  it('has an account of its own, to which no key is bound', () => {
    expect(projector.spec.serviceAccountName).not.toBe(gateway.spec.serviceAccountName);
  });
});

/** The secrets themselves, where no file is. */
const inPlaceOfFiles: Readonly<Record<string, string>> = {
  KURRENTDB_URL_FILE: '',
  KURRENTDB_URL: 'kurrentdb://log:2113',
  DATABASE_URL_FILE: '',
  DATABASE_URL: 'postgres://throughline@database/throughline',
};
