import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, root, yaml, yamlDocuments } from './files.fixture.js';

export interface Labels {
  readonly [label: string]: string;
}

export interface Document {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

export const base = 'deploy/kubernetes/base';
export const operator = 'deploy/kubernetes/operator';
export const overlay = 'deploy/kubernetes/overlays/example';

export interface Kustomization {
  readonly resources: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
  readonly images?: readonly { readonly name: string }[];
}

export const kustomization = (folder: string): Kustomization =>
  yaml(`${folder}/kustomization.yaml`) as Kustomization;

/** The files that a kustomization names, relative to the repository; a folder stands for its own kustomization. */
export const filesNamedBy = (folder: string): readonly string[] => {
  const { resources, patches = [] } = kustomization(folder);
  return [...resources, ...patches.map(({ path }) => path)].map((path) => join(folder, path));
};

export const documentsIn = (folder: string): readonly Document[] =>
  filesBelow(folder)
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('/kustomization.yaml'))
    .flatMap((file) => yamlDocuments(file) as readonly Document[]);

const modelsOf = ({ apiVersion }: Document): string => `kubernetes-models/${apiVersion}`;

interface Model {
  validate(): void;
}

const require = createRequire(import.meta.url);

/** What the schema of the Kubernetes interface says against a document; it lets unknown fields pass. */
export const refusedBySchema = (document: Document): string | null => {
  const models = require(modelsOf(document)) as Record<string, new (data: Document) => Model>;
  const Kind = models[document.kind];
  if (Kind === undefined) return `There is no kind ${document.kind} in ${document.apiVersion}.`;
  try {
    new Kind(document).validate();
    return null;
  } catch (refusal) {
    return (refusal as Error).message;
  }
};

/** What the types of the Kubernetes interface say against documents: a field that they do not know is a mistake too. */
export const refusedByTypes = (documents: readonly Document[]): readonly string[] => {
  const file = join(root, 'test/deployment/documents.ts');
  const source = documents
    .map(
      (document, index) =>
        `import type { I${document.kind} as Kind${index} } from '${modelsOf(document)}';\n` +
        `export const document${index}: Kind${index} = ${JSON.stringify(document)};\n`,
    )
    .join('');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([file], options, {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    getSourceFile: (name, languageVersion, ...others) =>
      name === file
        ? ts.createSourceFile(name, source, languageVersion)
        : host.getSourceFile(name, languageVersion, ...others),
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
};

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

export interface Volume {
  readonly name: string;
  readonly secret?: {
    readonly secretName: string;
    readonly items?: readonly { readonly key: string; readonly path: string }[];
  };
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: object;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly terminationGracePeriodSeconds: number;
    readonly securityContext: unknown;
    readonly serviceAccountName: string;
    readonly topologySpreadConstraints: readonly {
      readonly labelSelector: { readonly matchLabels: Labels };
    }[];
    readonly containers: readonly Container[];
    readonly volumes: readonly Volume[];
  };
}

export interface Deployment extends Document {
  readonly spec: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly template: PodTemplate;
  };
}

export interface CronJob extends Document {
  readonly spec: {
    readonly suspend: boolean;
    readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
  };
}

interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Labels };
  readonly ipBlock?: object;
}

export interface NetworkPolicy extends Document {
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Labels };
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly {
      readonly from: readonly Peer[];
      readonly ports: readonly { readonly port: string | number }[];
    }[];
    readonly egress?: readonly {
      readonly to: readonly Peer[];
      readonly ports: readonly { readonly port: string | number }[];
    }[];
  };
}

export const ofKind = <Kind extends Document>(
  documents: readonly Document[],
  kind: string,
): readonly Kind[] => documents.filter((document): document is Kind => document.kind === kind);

export const documents = [base, operator, overlay].flatMap(documentsIn);

export const deployments = ofKind<Deployment>(documents, 'Deployment');

/** Every pod that there may be, by the name that its label gives it. */
export const pods: readonly (readonly [string, PodTemplate])[] = [
  ...deployments.map(({ spec }) => spec.template),
  ...ofKind<CronJob>(documents, 'CronJob').map(({ spec }) => spec.jobTemplate.spec.template),
].map((template) => [template.metadata.labels['app.kubernetes.io/name'] ?? '', template] as const);

export const podNamed = (name: string): PodTemplate => {
  const found = pods.filter(([other]) => other === name);
  if (found.length !== 1) throw new Error(`There are ${found.length} pods named ${name}.`);
  return found[0]![1];
};

/** The settings of a pod's program: the maps that it names, the overlay's over the base's, and then its own. */
export const environmentOf = ({ spec }: PodTemplate): Readonly<Record<string, string>> => {
  const [container] = spec.containers;
  const maps = container!.envFrom.flatMap(({ configMapRef: { name } }) => {
    const named = ofKind(documents, 'ConfigMap').filter(({ metadata }) => metadata.name === name);
    if (named.length === 0) throw new Error(`There are no settings named ${name}.`);
    return named.map(({ data }) => data);
  });
  const own = (container!.env ?? []).map(({ name, value }) => [name, value]);
  return Object.assign({}, ...maps, Object.fromEntries(own)) as Readonly<Record<string, string>>;
};

export const selects = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

/** The policies of the network that hold a pod. */
export const policiesOf = ({ metadata: { labels } }: PodTemplate): readonly NetworkPolicy[] =>
  ofKind<NetworkPolicy>(documents, 'NetworkPolicy').filter(({ spec }) =>
    selects(spec.podSelector.matchLabels, labels),
  );

/** Whom a pod may ask: namespaces by name and port, and `the internet` where addresses are let through. */
export const mayAsk = (pod: PodTemplate): readonly string[] =>
  policiesOf(pod)
    .flatMap(({ spec: { egress = [] } }) => egress)
    .flatMap(({ to, ports }) =>
      to.flatMap(({ namespaceSelector, ipBlock }) => {
        const namespace = namespaceSelector?.matchLabels['kubernetes.io/metadata.name'];
        const whom = ipBlock === undefined ? (namespace ?? 'every namespace') : 'the internet';
        return ports.map(({ port }) => `${whom} ${port}`);
      }),
    )
    .sort();
