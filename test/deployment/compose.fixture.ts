import { text, yaml } from './files.fixture.js';

export interface Service {
  readonly image: string;
  readonly build?: unknown;
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly deploy?: { readonly replicas?: number };
}

export interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Part extends Partial<Omit<Service, 'depends_on'>> {
  readonly depends_on?: readonly string[] | Service['depends_on'];
}

const waitsFor = ({ depends_on: needed = {} }: Part): Service['depends_on'] =>
  Array.isArray(needed)
    ? Object.fromEntries(needed.map((name: string) => [name, { condition: 'service_started' }]))
    : (needed as Service['depends_on']);

/** What Compose makes of one service in two files: maps and lists are put together, everything else is replaced. */
const merged = (under: Part, over: Part): Part => ({
  ...under,
  ...over,
  environment: { ...under.environment, ...over.environment },
  depends_on: { ...waitsFor(under), ...waitsFor(over) },
  volumes: [...(under.volumes ?? []), ...(over.volumes ?? [])],
});

/** The files as Compose reads them together, with `-f` for each. */
export const composed = (...files: readonly string[]): Composition => {
  const parts = files.map(
    (file) => yaml(file) as Pick<Composition, 'volumes'> & { services: Record<string, Part> },
  );
  const names = new Set(parts.flatMap(({ services }) => Object.keys(services)));
  return {
    services: Object.fromEntries(
      [...names].map((name) => [
        name,
        parts.map(({ services }) => services[name] ?? {}).reduce<Part>(merged, {}) as Service,
      ]),
    ),
    volumes: Object.assign({}, ...parts.map(({ volumes }) => volumes)) as Composition['volumes'],
  };
};

export const alone = ['docker-compose.yml'] as const;
export const ofThree = ['docker-compose.yml', 'deploy/compose/three-nodes.yml'] as const;
export const compositions = [
  ['one log server', alone],
  ['three log servers', ofThree],
] as const;

/** What stands in `.env`, from which Compose fills in `${NAME}`. */
export const composeVariables: Readonly<Record<string, string>> = Object.fromEntries(
  [...text('.env').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const),
);

export const filledIn = (value: string | number): string =>
  String(value).replaceAll(
    /\$\{([A-Z_]+)(?::-([^}]*))?\}/g,
    (_all, name: string, otherwise: string | undefined) => {
      const found = composeVariables[name] ?? otherwise;
      if (found === undefined)
        throw new Error(`${name} stands neither in .env nor has it a value otherwise.`);
      return found;
    },
  );

/** What a service is told, as its program reads it. */
export const environmentOf = ({ environment = {} }: Service): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]));

/** The networks that a service is on: one of them all, where it names none. */
export const networksOf = ({ networks = ['default'] }: Service): readonly string[] =>
  Array.isArray(networks) ? (networks as readonly string[]) : Object.keys(networks);

/** The services that run our own image. */
export const ours = ({ services }: Composition): readonly (readonly [string, Service])[] =>
  Object.entries(services).filter(([, { image }]) => image.startsWith('throughline:'));
