import { describe, expect, it } from '@jest/globals';
import { feedInClear, readSettings } from '#platform';
import {
  readClusterConfiguration,
  readFeedConfiguration,
  readProjectorConfiguration,
} from '../../apps/cluster/src/configuration.js';
import { clusterSettings, mistakesTogether, mistakesWithKeys } from '../../apps/cluster/src/settings.js';
import { connectionStringOf } from '../../libs/event-store/src/kurrentdb/connection-string.js';
import { composed, compositions, environmentOf, ours } from './compose.fixture.js';
import { isThere, text } from './files.fixture.js';
import { environmentOf as environmentIn, podNamed, pods } from './kubernetes.fixture.js';

/** Node's own; everything else that is set must be a setting of the program, or it does nothing. */
const ofNode = new Set(['NODE_EXTRA_CA_CERTS']);
const unknown = (names: readonly string[]) =>
  names.filter((name) => !Object.hasOwn(clusterSettings, name) && !ofNode.has(name));

/** The programs, and the commands of the tool, that the end-to-end tests of the cluster start. */
const tried = text('test/cluster/cluster.fixture.ts');

/** Whether a command is one that the tests run, word for word. */
const isTried = ([node, file = '', ...words]: readonly string[]): boolean =>
  node === 'node' &&
  isThere(file.replace(/^dist\/(.*)\.js$/, '$1.ts')) &&
  tried.includes(`'${file.replace(/^dist\//, '')}'`) &&
  words.every((word) => tried.includes(`'${word}'`));

describe.each(compositions)('the settings in compose with %s', (_name, files) => {
  const cluster = ours(composed(...files)).filter(([, { profiles = [] }]) => profiles.includes('cluster'));

  it.each(cluster)('of %s are settings of the program, and enough to start it', (name, service) => {
    const environment = environmentOf(service);
    expect(unknown(Object.keys(environment))).toEqual([]);
    const configuration = readProjectorConfiguration(environment, '/');
    expect(configuration.host).toBe('0.0.0.0');
    expect(() => connectionStringOf(configuration.logUrl, 1_000)).not.toThrow();
    if (name !== 'projector') expect(readClusterConfiguration(environment, '/').keys.from).toBe('vault');
    // Through the proxy, which keeps the TLS.
    if (name === 'feed')
      expect(readFeedConfiguration(environment, '/').feed).toMatchObject({ port: 4100, tls: null });
  });

  it.each(cluster)('start %s by a command of the product', (_service, { command = [] }) => {
    expect([command, isTried(command)]).toEqual([command, true]);
  });

  it('run gateways, projectors and feeds as production, and alone the sample cases not', () => {
    const production = cluster
      .filter(([, { environment }]) => environment?.NODE_ENV === 'production')
      .map(([name]) => name);
    expect(production).toEqual(['gateway', 'projector', 'feed']);
    const seed = cluster.find(([name]) => name === 'seed')![1];
    expect(readClusterConfiguration(environmentOf(seed), '/').sampleIssuer).not.toBeNull();
  });
});

it('would be found out if they started what no test starts', () => {
  expect(isTried(['node', 'dist/apps/gateway/src/main.js'])).toBe(true);
  expect(isTried(['node', 'dist/apps/gateway/src/start.js'])).toBe(false);
  expect(isTried(['node', 'dist/apps/cli/src/main.js', 'sow'])).toBe(false);
});

describe('the settings on Kubernetes', () => {
  it.each(pods)('of the %s are settings of the program, and go together', (name, template) => {
    const [container] = template.spec.containers;
    const environment = environmentIn(template);
    expect(unknown(Object.keys(environment))).toEqual([]);
    const holdsKeys = name !== 'projector';
    const together = holdsKeys ? mistakesWithKeys : mistakesTogether;
    const read = readSettings(clusterSettings, environment, 'THROUGHLINE_', together);
    expect(read).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
    if (container!.ports !== undefined) expect(read.PORT).toBe(container!.ports[0]!.containerPort);
    // A secret is a file in a folder that is mounted.
    const files = Object.entries(environment).filter(
      ([setting]) => setting.endsWith('_FILE') || setting === 'NODE_EXTRA_CA_CERTS',
    );
    expect(files).toHaveLength(name === 'feed' ? 6 : holdsKeys ? 4 : 3);
    if (name === 'feed') expect(feedInClear(read)).toEqual([]);
    for (const [, file] of files)
      expect(container!.volumeMounts.some(({ mountPath }) => file.startsWith(`${mountPath}/`))).toBe(true);
  });

  it.each(['gateway', 'feed', 'projector'])('start the %s by a command of the product', (name) => {
    const { command } = podNamed(name).spec.containers[0]!;
    expect([command, isTried(command)]).toEqual([command, true]);
  });

  it('would be refused if one were misspelt, or one were missing', () => {
    const gateway = environmentIn(podNamed('gateway'));
    const read = (environment: Readonly<Record<string, string>>) => () =>
      readSettings(clusterSettings, environment, 'THROUGHLINE_', mistakesWithKeys);
    expect(read({ ...gateway, THROUGHLINE_SLOT: '4' })).toThrow('THROUGHLINE_SLOT');
    expect(read({ ...gateway, VAULT_ADDR: '' })).toThrow('VAULT_ADDR');
    expect(unknown(['VAULT_ADRESS'])).toEqual(['VAULT_ADRESS']);
  });
});
