import { askAgainAndAgain } from '../ask.js';
import { unavailable, type KeyServiceNamed } from '../key-service-errors.js';
import { systemProblem } from '../system-problems.js';
import { refusalIn } from './vault-service.js';
import { readToken, type VaultToken } from './vault-token.js';

/** The wrapped key that Vault was given does not open: another key's, for another context, or damaged. */
export const notWhatWasWrapped = Symbol('not what was wrapped');

export type VaultData = Readonly<Record<string, unknown>>;

/** A request below `/v1/`, without a body a GET; the answer is the member `data`. */
export type AskVault = (
  path: string,
  body?: Readonly<Record<string, string>>,
) => Promise<VaultData | typeof notWhatWasWrapped>;

export interface VaultRequestsOptions {
  readonly service: KeyServiceNamed;
  readonly address: URL;
  readonly token: VaultToken;
  readonly namespace: string | undefined;
  readonly timeoutMilliseconds: number;
}

/** Vault's HTTP API (https://developer.hashicorp.com/vault/api-docs). The answers throw KeyProviderUnavailable. */
export const vaultRequests = ({
  service,
  address,
  token,
  namespace,
  timeoutMilliseconds,
}: VaultRequestsOptions): AskVault => {
  const base = `${address.origin}${address.pathname.replace(/\/$/, '')}/v1/`;

  const send = async (
    path: string,
    tokenNow: string,
    body: Readonly<Record<string, string>> | undefined,
    signal: AbortSignal,
  ) => {
    try {
      const response = await fetch(`${base}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          'X-Vault-Token': tokenNow,
          'X-Vault-Request': 'true',
          ...(namespace === undefined ? {} : { 'X-Vault-Namespace': namespace }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        // A redirect to another host would be followed with the token.
        redirect: 'manual',
        signal,
      });
      return { response, members: membersOf(await response.text()) };
    } catch (failure) {
      const { problem, detail } = systemProblem(failure);
      throw unavailable(service, problem, detail);
    }
  };

  /** Vault answers 403 both to a token that it does not take and to one that may not do this. */
  const takes = async (tokenNow: string, signal: AbortSignal): Promise<boolean> =>
    (await send('auth/token/lookup-self', tokenNow, undefined, signal)).response.ok;

  const currentToken = async (): Promise<string> => {
    const text = await readToken(token);
    if (text === undefined) throw unavailable(service, 'no-credentials');
    return text;
  };

  const attempt = async (
    path: string,
    body: Readonly<Record<string, string>> | undefined,
    signal: AbortSignal,
  ): Promise<VaultData | typeof notWhatWasWrapped> => {
    const tokenNow = await currentToken();
    const { response, members } = await send(path, tokenNow, body, signal);
    const detail = `HTTP ${response.status}`;
    if (response.ok) {
      if (!isRecord(members['data'])) throw unavailable(service, 'not-understood', detail);
      return members['data'];
    }
    const refusal = refusalIn(response.status, wordsIn(members));
    if (refusal === 'not-what-was-wrapped') return notWhatWasWrapped;
    if (refusal === 'permission-denied' || refusal === 'credentials-refused') {
      // The agent may have put another in its place while this one was on its way.
      if ((await currentToken()) !== tokenNow) return attempt(path, body, signal);
      const taken = refusal === 'permission-denied' && (await takes(tokenNow, signal));
      throw unavailable(service, taken ? 'permission-denied' : 'credentials-refused', detail);
    }
    throw unavailable(service, refusal, detail);
  };

  return (path, body) => askAgainAndAgain(timeoutMilliseconds, (signal) => attempt(path, body, signal));
};

const isRecord = (value: unknown): value is VaultData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const membersOf = (text: string): VaultData => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    // A proxy's page, say. The parser's message would quote it, and it may hold a key.
    return {};
  }
};

const wordsIn = (members: VaultData): string => {
  const errors = members['errors'];
  return Array.isArray(errors) ? errors.map(String).join('; ').toLowerCase() : '';
};
