import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#platform';
import { readClusterConfiguration } from '../../apps/cluster/src/configuration.js';
import { clusterSettings, mistakesTogether } from '../../apps/cluster/src/settings.js';
import { connectionStringOf } from '../../libs/event-store/src/kurrentdb/connection-string.js';
import { composed, compositions, filledIn, ours } from './compose.fixture.js';
import { isThere, text } from './files.fixture.js';
import { base, deployments, documentsIn, ofKind, overlay } from './kubernetes.fixture.js';

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

  it.each(cluster)('of %s are settings of the program, and enough to start it', (_service, service) => {
    const environment = Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([name, value]) => [name, filledIn(value)]),
    );
    expect(unknown(Object.keys(environment))).toEqual([]);
    const configuration = readClusterConfiguration(environment, '/');
    expect(configuration.host).toBe('0.0.0.0');
    expect(() => connectionStringOf(configuration.logUrl, 1_000)).not.toThrow();
    expect(configuration.keys.from).toBe('vault');
  });

  it.each(cluster)('start %s by a command of the product', (_service, { command = [] }) => {
    expect([command, isTried(command)]).toEqual([command, true]);
  });

  it('run gateways and projectors as production, and alone the sample cases not', () => {
    const production = cluster
      .filter(([, { environment }]) => environment?.NODE_ENV === 'production')
      .map(([name]) => name);
    expect(production).toEqual(['gateway', 'projector']);
    const seed = cluster.find(([name]) => name === 'seed')?.[1];
    expect(
      readClusterConfiguration(
        Object.fromEntries(
          Object.entries(seed?.environment ?? {}).map(([name, value]) => [name, filledIn(value)]),
        ),
        '/',
      ).sampleIssuer,
    ).not.toBeNull();
  });
});

it('would be found out if they started what no test starts', () => {
  expect(isTried(['node', 'dist/apps/gateway/src/main.js'])).toBe(true);
  expect(isTried(['node', 'dist/apps/gateway/src/start.js'])).toBe(false);
  expect(isTried(['node', 'dist/apps/cli/src/main.js', 'sow'])).toBe(false);
});

describe('the settings on Kubernetes', () => {
  const shared = Object.assign(
    {},
    ...[base, overlay].flatMap((folder) => ofKind(documentsIn(folder), 'ConfigMap')).map(({ data }) => data),
  ) as Readonly<Record<string, string>>;

  it.each(deployments.map((deployment) => [deployment.metadata.name, deployment] as const))(
    'of the %s are settings of the program, and go together',
    (_name, { spec }) => {
      const [container] = spec.template.spec.containers;
      const own = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]));
      const environment: Readonly<Record<string, string>> = { ...shared, ...own };
      expect(unknown(Object.keys(environment))).toEqual([]);
      const read = readSettings(clusterSettings, environment, 'THROUGHLINE_', mistakesTogether);
      expect(read).toMatchObject({
        NODE_ENV: 'production',
        HOST: '0.0.0.0',
        PORT: container!.ports[0]!.containerPort,
      });
      expect([container!.command, isTried(container!.command)]).toEqual([container!.command, true]);
      // A secret is a file in a folder that is mounted.
      const files = Object.entries(environment).filter(
        ([name]) => name.endsWith('_FILE') || name === 'NODE_EXTRA_CA_CERTS',
      );
      expect(files).toHaveLength(4);
      for (const [, file] of files)
        expect(container!.volumeMounts.some(({ mountPath }) => file.startsWith(`${mountPath}/`))).toBe(true);
    },
  );

  it('would be refused if one were misspelt, or one were missing', () => {
    const read = (environment: Readonly<Record<string, string>>) => () =>
      readSettings(clusterSettings, environment, 'THROUGHLINE_', mistakesTogether);
    expect(read({ ...shared, THROUGHLINE_SLOT: '4' })).toThrow('THROUGHLINE_SLOT');
    expect(read({ ...shared, VAULT_ADDR: '' })).toThrow('VAULT_ADDR');
    expect(unknown(['VAULT_ADRESS'])).toEqual(['VAULT_ADRESS']);
  });
});
