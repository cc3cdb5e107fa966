import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { freshBehind, portsOf, type Behind } from './behind-the-ports.fixture.js';
import { createGateway } from './gateway-application.js';
import type { DevelopmentIssuer, GatewayPorts } from './ports.js';
import { developmentSettings, type GatewaySettings } from './settings.js';

export { anEntry, ourCase, positionAt } from './behind-the-ports.fixture.js';
export { boardManager, officer } from './people.fixture.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export interface RunningGateway {
  readonly address: string;
  readonly behind: Behind;
  readonly application: NestFastifyApplication;
  ask(query: string, variables?: unknown, headers?: Record<string, string | undefined>): Promise<Answer>;
  send(body: string, headers?: Record<string, string | undefined>): Promise<Answer>;
  /** Forgets what happened and puts every port right again. */
  reset(): void;
  stop(): Promise<void>;
}

export const startGateway = async (
  options: {
    readonly settings?: Partial<GatewaySettings>;
    readonly development?: DevelopmentIssuer;
    readonly providers?: readonly Provider[];
    /** Ports that a spec brings itself. */
    readonly ports?: Partial<GatewayPorts>;
  } = {},
): Promise<RunningGateway> => {
  const behind = freshBehind();
  const application = await createGateway({
    ports: { ...portsOf(behind, options.development ?? null), ...options.ports },
    settings: { ...developmentSettings, ...options.settings },
    ...(options.providers === undefined ? {} : { providers: options.providers }),
  });
  await application.listen(0, '127.0.0.1');
  const address = (await application.getUrl()).replace('[::1]', '127.0.0.1');
  const usual = {
    'content-type': 'application/json',
    authorization: 'Bearer officer',
    'x-purpose': 'safeguarding',
  };
  const send: RunningGateway['send'] = async (body, headers = {}) => {
    const all = Object.entries({ ...usual, ...headers }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    );
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: Object.fromEntries(all),
      body,
    });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Partial<Answer>) : {};
    return {
      status: response.status,
      headers: response.headers,
      text,
      data: json.data,
      errors: json.errors ?? [],
    };
  };
  return {
    address,
    behind,
    application,
    send,
    ask: (query, variables, headers) => send(JSON.stringify({ query, variables }), headers),
    reset: () => void Object.assign(behind, freshBehind()),
    stop: () => application.close(),
  };
};
