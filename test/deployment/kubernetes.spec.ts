import { describe, expect, it } from '@jest/globals';
import { clusterSettings } from '../../apps/cluster/src/settings.js';
import { isThere, filesBelow } from './files.fixture.js';
import {
  base,
  deployments,
  documentsIn,
  filesNamedBy,
  kustomization,
  ofKind,
  overlay,
  refusedBySchema,
  refusedByTypes,
  selects,
  type Document,
  type Labels,
} from './kubernetes.fixture.js';

const documents = [...documentsIn(base), ...documentsIn(overlay)];
const named = documents.map((document) => [`${document.kind} ${document.metadata.name}`, document] as const);

interface Selecting extends Document {
  readonly spec: {
    readonly selector?: { readonly matchLabels: Labels };
    readonly podSelector: { readonly matchLabels: Labels };
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly { readonly ports: readonly { readonly port: string | number }[] }[];
    readonly egress?: readonly unknown[];
  };
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

  it.each([base, overlay])('%s names every file that it has, and none that it has not', (folder) => {
    const files = filesNamedBy(folder);
    expect(files.filter((file) => !isThere(file))).toEqual([]);
    const own = filesBelow(folder).filter((file) => !file.endsWith('kustomization.yaml'));
    expect([...files].filter((file) => file.endsWith('.yaml')).sort()).toEqual(own);
  });

  it('puts an image in the place of every image that is ours', () => {
    const ours = deployments.flatMap(({ spec }) => spec.template.spec.containers.map(({ image }) => image));
    const replaced = kustomization(overlay).images?.map(({ name }) => name) ?? [];
    for (const image of ours) expect(replaced).toContain(image.replace(/:.*$/, ''));
  });

  it('keeps no secret', () => {
    expect(ofKind(documents, 'Secret')).toEqual([]);
  });
});

describe.each(deployments.map((deployment) => [deployment.metadata.name, deployment] as const))(
  'on Kubernetes the %s',
  (name, { spec }) => {
    const { template } = spec;
    const pod = template.spec;
    const container = pod.containers[0]!;
    const labels = template.metadata.labels;

    it('runs twice, each where the other is not', () => {
      expect(spec.replicas).toBe(2);
      expect(selects(spec.selector.matchLabels, labels)).toBe(true);
      expect(pod.topologySpreadConstraints.length).toBeGreaterThan(0);
      for (const { labelSelector } of pod.topologySpreadConstraints)
        expect(selects(labelSelector.matchLabels, labels)).toBe(true);
    });

    it('is never taken away altogether', () => {
      const budgets = ofKind<Selecting>(documents, 'PodDisruptionBudget').filter((budget) =>
        selects(budget.spec.selector!.matchLabels, labels),
      );
      expect(budgets.map(({ spec: budget }) => budget)).toEqual([
        expect.objectContaining({ maxUnavailable: 1 }),
      ]);
    });

    it('may do nothing that it does not need', () => {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        serviceAccountName: 'throughline',
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(pod.containers).toHaveLength(1);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    it('is asked for its health where it answers', () => {
      const port = container.env.find((variable) => variable.name === 'PORT')?.value;
      expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
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
      const settings = ofKind(documents, 'ConfigMap').find(({ data }) => data?.NODE_ENV !== undefined);
      const stops = Number(settings?.data?.THROUGHLINE_SHUTDOWN_SECONDS);
      expect(stops).toBe(clusterSettings.THROUGHLINE_SHUTDOWN_SECONDS.otherwise);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(waits / 1000 + stops);
    });

    it('has a place for every volume that it names', () => {
      const volumes = new Set(pod.volumes.map((volume) => volume.name));
      expect(container.volumeMounts.filter((mount) => !volumes.has(mount.name))).toEqual([]);
      expect(volumes.size).toBe(container.volumeMounts.length);
    });

    it('is found by a service of its name', () => {
      const services = ofKind<Service>(documents, 'Service').filter(({ spec: service }) =>
        selects(service.selector, labels),
      );
      expect(services.map(({ metadata, spec: service }) => [metadata.name, service.ports])).toEqual([
        [name, [{ name: 'http', port: container.ports[0]!.containerPort, targetPort: 'http' }]],
      ]);
    });

    it('is held by policies of the network: nothing, and then what is needed', () => {
      const policies = ofKind<Selecting>(documents, 'NetworkPolicy').filter((policy) =>
        selects(policy.spec.podSelector.matchLabels, labels),
      );
      const nothing = policies.filter(
        ({ spec: { ingress, egress } }) => ingress === undefined && egress === undefined,
      );
      expect(nothing.map(({ spec: { policyTypes } }) => policyTypes)).toEqual([['Ingress', 'Egress']]);
      const ports = policies.flatMap(({ spec: { ingress = [] } }) => ingress.flatMap((rule) => rule.ports));
      expect(ports.length).toBeGreaterThan(0);
      for (const { port } of ports) expect(port).toBe('http');
      // Whoever is let in or out is said; an empty rule would be everybody.
      for (const { spec: policy } of policies)
        for (const rule of [...(policy.ingress ?? []), ...(policy.egress ?? [])])
          expect(Object.keys(rule as object)).toEqual([expect.stringMatching(/^(from|to)$/), 'ports']);
    });
  },
);

describe('the policies of the network', () => {
  it.each(
    ofKind<Selecting>(documents, 'NetworkPolicy').map((policy) => [policy.metadata.name, policy] as const),
  )('%s is for programs that are there', (_name, { spec }) => {
    const held = deployments.filter((deployment) =>
      selects(spec.podSelector.matchLabels, deployment.spec.template.metadata.labels),
    );
    expect(held.length).toBeGreaterThan(0);
  });
});
