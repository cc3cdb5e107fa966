import { get } from 'node:http';
import { it } from '@jest/globals';
import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';
import { openKurrentDbEventStore } from '#event-store';
import { describeEventStoreConformance } from '#event-store/conformance';

const given = process.env['KURRENTDB_URL'];

const dockerAnswers = (): Promise<boolean> =>
  new Promise((resolve) => {
    const asking = get({ socketPath: '/var/run/docker.sock', path: '/_ping', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(false));
  });
const hasDocker =
  given === undefined && (process.env['DOCKER_HOST'] !== undefined || (await dockerAnswers()));

const image = 'kurrentplatform/kurrentdb:26.0.3';
const port = 2113;
const settings = {
  KURRENTDB_CLUSTER_SIZE: '1',
  KURRENTDB_INSECURE: 'true',
  KURRENTDB_NODE_PORT: String(port),
  KURRENTDB_RUN_PROJECTIONS: 'None',
};

let container: StartedTestContainer | undefined;

const serverUrl = async (): Promise<string> => {
  if (given !== undefined) return given;
  container ??= await new GenericContainer(image)
    .withEnvironment(settings)
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forHttp('/health/live', port).forStatusCodeMatching((code) => code < 300))
    .withStartupTimeout(120_000)
    .start();
  return `kurrentdb://${container.getHost()}:${container.getMappedPort(port)}?tls=false`;
};

if (given !== undefined || hasDocker)
  describeEventStoreConformance(
    'a real KurrentDB',
    async () => {
      const store = await openKurrentDbEventStore({ url: await serverUrl() });
      return { store, close: () => store.close() };
    },
    {},
    async () => {
      await container?.stop();
    },
  );
else {
  process.stderr.write(
    'A real KurrentDB is not tested: KURRENTDB_URL is not set, and no Docker engine answers.\n',
  );
  it.skip('a real KurrentDB, where KURRENTDB_URL is set or a Docker engine answers', () => undefined);
}
