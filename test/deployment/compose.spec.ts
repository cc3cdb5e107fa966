import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import { settings } from '#platform';
import {
  alone,
  composed,
  compositions,
  composeVariables,
  filledIn,
  ofThree,
  ours,
} from './compose.fixture.js';
import { isThere, root, text } from './files.fixture.js';

interface Linter {
  lintFiles(
    files: readonly string[],
    recursively: boolean,
  ): Promise<
    readonly {
      readonly messages: readonly {
        readonly line: number;
        readonly rule: string;
        readonly message: string;
      }[];
    }[]
  >;
}

/** The package's own types are written for another resolution of modules than ours. */
const ComposeLinter = DCLinter as unknown as new (configuration: object) => Linter;

/** The order of what stands in a file is ours: from the outside in, the product first. */
const linter = new ComposeLinter({
  rules: {
    'no-quotes-in-volumes': 0,
    'require-project-name-field': 0,
    'service-keys-order': 0,
    'services-alphabetical-order': 0,
    'top-level-properties-order': 0,
  },
  quiet: false,
  debug: false,
  exclude: [],
});
/** What is wrong with a file by the schema of the Compose specification, and by the usage of those who write such files. */
const mistakesIn = async (file: string): Promise<readonly string[]> =>
  (await linter.lintFiles([file], false)).flatMap(({ messages }) =>
    messages.map(({ line, rule, message }) => `${line} ${rule}: ${message}`),
  );

const volumesOf = (volume: string) => volume.split(':');

describe('the files for Docker Compose', () => {
  it.each(ofThree)('%s is written by the Compose specification', async (file) => {
    expect(await mistakesIn(join(root, file))).toEqual([]);
  });

  it('would be found out if they were not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compose-'));
    try {
      const wrong = join(folder, 'compose.yml');
      await writeFile(
        wrong,
        'name: x\nservices:\n  one:\n    image: some:latest\n    read_olny: true\n    ports: ["80:80"]\n',
      );
      const mistakes = (await mistakesIn(wrong)).join('\n');
      expect(mistakes).toMatch(/invalid-schema.*\/services\/one/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('start the embedded profile, and that alone, where nothing is asked for', () => {
    const { services } = composed(...alone);
    expect(composeVariables.COMPOSE_PROFILES).toBe('embedded');
    const started = Object.entries(services)
      .filter(([, { profiles = ['embedded'] }]) => profiles.includes('embedded'))
      .map(([name]) => name);
    expect(started).toEqual(['throughline']);
    expect(services.throughline?.command).toBeUndefined();
  });

  it('fill in only what stands in .env', () => {
    for (const file of ofThree) expect(() => filledIn(text(file).replaceAll(/^ *#.*$/gm, ''))).not.toThrow();
    expect(() => filledIn('${NOWHERE}')).toThrow('NOWHERE');
  });
});

describe.each(compositions)('the cluster of compose with %s', (_name, files) => {
  const composition = composed(...files);
  const services = Object.entries(composition.services);

  it('has two gateways, two feeds and two projectors', () => {
    for (const name of ['gateway', 'feed', 'projector'])
      expect(composition.services[name]?.deploy?.replicas).toBe(2);
  });

  it('has every image pinned to a version', () => {
    const loose = services.filter(([, { image }]) => !/:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/.test(image));
    expect(loose).toEqual([]);
  });

  it('is reached from this machine alone', () => {
    const open = services.flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
    );
    expect(open).toEqual([]);
  });

  it('waits only for what is there and can tell how it is', () => {
    for (const [name, { depends_on: needed = {} }] of services)
      for (const [other, { condition }] of Object.entries(needed)) {
        const service = composition.services[other];
        expect([name, other, service === undefined]).toEqual([name, other, false]);
        // Our own image brings its check with it.
        if (condition === 'service_healthy' && !service?.image.startsWith('throughline:'))
          expect([other, service?.healthcheck]).not.toEqual([other, undefined]);
        // What is started again whenever it ends is never complete.
        if (condition === 'service_completed_successfully')
          expect([other, 'restart' in service!]).toEqual([other, false]);
      }
  });

  it('mounts files that are there and volumes that are named', () => {
    const missing = services.flatMap(([name, { volumes = [] }]) =>
      volumes
        .map(volumesOf)
        .filter(([from = '']) =>
          from.startsWith('./') ? !isThere(from) : !Object.hasOwn(composition.volumes, from),
        )
        .map(([from]) => `${name} ${from}`),
    );
    expect(missing).toEqual([]);
    const used = new Set(
      services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volumesOf(volume)[0])),
    );
    expect(Object.keys(composition.volumes).filter((volume) => !used.has(volume))).toEqual([]);
  });

  it('gives our programs no more than they need, and time to stop', () => {
    expect(ours(composition).map(([name]) => name)).toEqual([
      'throughline',
      'gateway',
      'projector',
      'feed',
      'seed',
    ]);
    for (const [, service] of ours(composition)) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: expect.stringMatching(/^\d+s$/) as unknown,
      });
      expect(Number.parseInt(service.stop_grace_period ?? '', 10)).toBeGreaterThan(
        settings.THROUGHLINE_SHUTDOWN_SECONDS.otherwise,
      );
    }
  });
});
