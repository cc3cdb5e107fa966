import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { clusterSettings } from '../../apps/cluster/src/settings.js';
import { isThere, filesBelow, root } from './files.fixture.js';
import {
  base,
  deployments,
  documents,
  environmentOf,
  filesNamedBy,
  kustomization,
  mayAsk,
  ofKind,
  operator,
  overlay,
  podNamed,
  pods,
  policiesOf,
  refusedBySchema,
  refusedByTypes,
  selects,
  type CronJob,
  type Document,
  type Labels,
  type NetworkPolicy,
} from './kubernetes.fixture.js';

const named = documents.map((document) => [`${document.kind} ${document.metadata.name}`, document] as const);

interface Budget extends Document {
  readonly spec: { readonly selector: { readonly matchLabels: Labels } };
}
interface Service extends Document {
  readonly spec: {
    readonly selector: Labels;
    readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
  };
}

describe('the manifests for Kubernetes', () => {
  it.each(named)('%s is written by the schema of Kubernetes', (_name, document) => {
    expect(refusedBySchema(document)).toBeNull();
  });

  it('have no field that Kubernetes does not know', () => {
    expect(refusedByTypes(documents)).toEqual([]);
  });

  it('would be found out if they were not', () => {
    const [deployment] = deployments;
    const { containers } = deployment!.spec.template.spec;
    const wrong = (container: object): Document => ({
      ...deployment!,
      spec: {
        ...deployment!.spec,
        template: { spec: { containers: [{ ...containers[0], ...container }] } },
      },
    });
    expect(refusedBySchema(wrong({ env: 'PORT' }))).toContain('env');
    expect(refusedByTypes([wrong({ readynessProbe: {} })]).join(' ')).toContain('readynessProbe');
  });

  it.each([base, operator, overlay])(
    '%s names every file that it has, and none that it has not',
    (folder) => {
      const files = filesNamedBy(folder);
      expect(files.filter((file) => !isThere(file))).toEqual([]);
      const own = filesBelow(folder).filter((file) => !file.endsWith('kustomization.yaml'));
      expect([...files].filter((file) => file.endsWith('.yaml')).sort()).toEqual(own);
    },
  );

  it('puts an image in the place of every image that is ours', () => {
    const ours = pods.flatMap(([, { spec }]) => spec.containers.map(({ image }) => image));
    const replaced = kustomization(overlay).images?.map(({ name }) => name) ?? [];
    for (const image of ours) expect(replaced).toContain(image.replace(/:.*$/, ''));
  });

  it("are put together by kustomize: each once, the example's image everywhere, nothing left of the patches", () => {
    const built = spawnSync('kubectl', ['kustomize', join(root, overlay)], { encoding: 'utf8' });
    if (built.error !== undefined) {
      process.stderr.write('kubectl is not installed: the manifests were read, and not put together.\n');
      return;
    }
    expect([built.status, built.stderr]).toEqual([0, '']);
    const names = parseAllDocuments(built.stdout).map((document) => {
      const { kind, metadata } = document.toJS() as Document;
      return `${kind} ${metadata.name}`;
    });
    expect(names.sort()).toEqual([...new Set(named.map(([name]) => name))].sort());
    const images = [...built.stdout.matchAll(/ image: (.*)$/gm)].map(([, image]) => image);
    expect(images).toEqual(
      pods.map(() => expect.stringMatching(/^images\.example\/throughline:/) as unknown),
    );
  });

  it('keeps no secret', () => {
    expect(ofKind(documents, 'Secret')).toEqual([]);
  });
});

/** Where a program answers besides: developers subscribe at the feed over gRPC. */
const answersBesides: Readonly<
  Record<string, readonly { readonly name: string; readonly containerPort: number }[]>
> = {
  feed: [{ name: 'grpc', containerPort: clusterSettings.FEED_PORT.otherwise }],
};

describe.each(deployments.map((deployment) => [deployment.metadata.name, deployment] as const))(
  'on Kubernetes the %s',
  (name, { spec }) => {
    const { template } = spec;
    const pod = template.spec;
    const container = pod.containers[0]!;
    const labels = template.metadata.labels;
    const besides = answersBesides[name] ?? [];

    it('runs twice, each where the other is not', () => {
      expect(spec.replicas).toBe(2);
      expect(selects(spec.selector.matchLabels, labels)).toBe(true);
      expect(pod.topologySpreadConstraints.length).toBeGreaterThan(0);
      for (const { labelSelector } of pod.topologySpreadConstraints)
        expect(selects(labelSelector.matchLabels, labels)).toBe(true);
    });

    it('is never taken away altogether', () => {
      const budgets = ofKind<Budget>(documents, 'PodDisruptionBudget').filter((budget) =>
        selects(budget.spec.selector.matchLabels, labels),
      );
      expect(budgets.map(({ spec: budget }) => budget)).toEqual([
        expect.objectContaining({ maxUnavailable: 1 }),
      ]);
    });

    it('is asked for its health where it answers', () => {
      const { PORT: port } = environmentOf(template);
      expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }, ...besides]);
      const asked = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      expect(asked.map(({ httpGet }) => httpGet)).toEqual([
        { path: '/health/live', port: 'http' },
        { path: '/health/live', port: 'http' },
        { path: '/health/ready', port: 'http' },
      ]);
    });

    it('is given the memory that it may use, and longer to stop than it takes', () => {
      expect(container.resources.limits.memory).toBe(container.resources.requests.memory);
      const waits = Number(
        /\}, (\d+)\)/.exec(container.lifecycle?.preStop.exec.command.at(-1) ?? '')?.[1] ?? 0,
      );
      const stops = Number(environmentOf(template).THROUGHLINE_SHUTDOWN_SECONDS);
      expect(stops).toBe(clusterSettings.THROUGHLINE_SHUTDOWN_SECONDS.otherwise);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(waits / 1000 + stops);
    });

    it('is found by a service of its name', () => {
      const services = ofKind<Service>(documents, 'Service').filter(({ spec: service }) =>
        selects(service.selector, labels),
      );
      expect(services.map(({ metadata, spec: service }) => [metadata.name, service.ports])).toEqual([
        [
          name,
          container.ports!.map((port) => ({
            name: port.name,
            port: port.containerPort,
            targetPort: port.name,
          })),
        ],
      ]);
    });

    it('lets in nobody but at the port where it answers', () => {
      const ports = policiesOf(template).flatMap(({ spec: { ingress = [] } }) =>
        ingress.flatMap((rule) => rule.ports.map(({ port }) => port)),
      );
      expect(new Set(ports)).toEqual(new Set(['http', ...besides.map((port) => port.name)]));
    });
  },
);

describe.each(pods)('on Kubernetes the pod of the %s', (name, template) => {
  const { spec: pod } = template;
  const container = pod.containers[0]!;

  it('may do nothing that it does not need', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    const accounts = ofKind(documents, 'ServiceAccount').map(({ metadata }) => metadata.name);
    expect(accounts).toContain(pod.serviceAccountName);
    expect(pod.containers).toHaveLength(1);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('has a place for every volume that it names', () => {
    const volumes = new Set(pod.volumes.map((volume) => volume.name));
    expect(container.volumeMounts.filter((mount) => !volumes.has(mount.name))).toEqual([]);
    expect(volumes.size).toBe(container.volumeMounts.length);
  });

  it('is held by policies of the network: nothing, and then what is needed', () => {
    const policies = policiesOf(template);
    const nothing = policies.filter(
      ({ spec: { ingress, egress } }) => ingress === undefined && egress === undefined,
    );
    expect(nothing.map(({ spec: { policyTypes } }) => policyTypes)).toEqual([['Ingress', 'Egress']]);
    // Whoever is let in or out is said; an empty rule would be everybody.
    for (const { spec: policy } of policies)
      for (const rule of [...(policy.ingress ?? []), ...(policy.egress ?? [])])
        expect([name, ...Object.keys(rule)]).toEqual([name, expect.stringMatching(/^(from|to)$/), 'ports']);
    expect(mayAsk(template).filter((whom) => whom.startsWith('every'))).toEqual([]);
  });
});

describe('on Kubernetes the pod of the operator', () => {
  const template = podNamed('operator');
  const gateway = podNamed('gateway');

  it('is there when it is asked for, and not before', () => {
    const [job, ...others] = ofKind<CronJob>(documents, 'CronJob');
    expect([job?.metadata.name, job?.spec.suspend, others]).toEqual(['operator', true, []]);
  });

  it('has the image, the settings and the secrets of a gateway', () => {
    const { PORT: _port, ...settings } = environmentOf(gateway);
    expect(environmentOf(template)).toEqual(settings);
    expect(template.spec.volumes).toEqual(gateway.spec.volumes);
    expect(template.spec.serviceAccountName).toBe(gateway.spec.serviceAccountName);
    const [own, of] = [template.spec.containers[0]!, gateway.spec.containers[0]!];
    expect([own.image, own.volumeMounts]).toEqual([of.image, of.volumeMounts]);
  });

  it('reaches what a gateway reaches within, and nobody outside', () => {
    expect(mayAsk(template)).toEqual(mayAsk(gateway).filter((whom) => !whom.startsWith('the internet')));
    expect(mayAsk(template)).not.toEqual(mayAsk(gateway));
  });

  it('is taken for a gateway by nobody', () => {
    const services = ofKind<Service>(documents, 'Service');
    expect(services.filter(({ spec }) => selects(spec.selector, template.metadata.labels))).toEqual([]);
  });
});

describe('the policies of the network', () => {
  it.each(
    ofKind<NetworkPolicy>(documents, 'NetworkPolicy').map(
      (policy) => [policy.metadata.name, policy] as const,
    ),
  )('%s is for programs that are there', (_name, { spec }) => {
    const held = pods.filter(([, { metadata }]) => selects(spec.podSelector.matchLabels, metadata.labels));
    expect(held.length).toBeGreaterThan(0);
  });
});
