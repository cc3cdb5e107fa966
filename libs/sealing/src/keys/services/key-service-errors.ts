/** Why a key service does not wrap or unwrap. */
export type KeyServiceProblem =
  | 'unreachable'
  | 'too-slow'
  | 'throttled'
  | 'sealed'
  | 'failing'
  | 'not-trusted'
  | 'redirects'
  | 'no-credentials'
  | 'credentials-refused'
  | 'permission-denied'
  | 'no-such-key'
  | 'key-withdrawn'
  | 'key-cannot-wrap'
  | 'does-not-bind'
  | 'not-understood';

/** These may pass by themselves, so the same is asked again; the others need somebody to do something. */
const passing: ReadonlySet<KeyServiceProblem> = new Set([
  'unreachable',
  'too-slow',
  'throttled',
  'sealed',
  'failing',
]);

/** A key service, as messages name it, and what to do about each problem with it. */
export interface KeyServiceNamed {
  /** For example `Vault at https://vault.example:8200`. */
  readonly name: string;
  readonly remedies: Readonly<Record<KeyServiceProblem, string>>;
}

/**
 * The key-encryption key cannot be asked now; nothing was sealed or opened. The message says what to do and holds neither
 * credentials nor keys.
 */
export class KeyProviderUnavailable extends Error {
  override readonly name = 'KeyProviderUnavailable';

  constructor(
    readonly problem: KeyServiceProblem,
    message: string,
  ) {
    super(message);
  }
}

/** A key service cannot be used from the start on; the message says what to do and holds neither credentials nor keys. */
export class KeyServiceUnusable extends Error {
  override readonly name = 'KeyServiceUnusable';

  constructor(
    readonly problem: KeyServiceProblem,
    message: string,
  ) {
    super(message);
  }
}

/** Whether the same may go well in a moment. */
export const mayPass = ({ problem }: KeyProviderUnavailable): boolean => passing.has(problem);

/**
 * @param detail is an HTTP status, the code of a system error or a documented name of an error: never words of the service,
 * which may repeat what it was sent
 */
export const unavailable = (
  { name, remedies }: KeyServiceNamed,
  problem: KeyServiceProblem,
  detail = '',
): KeyProviderUnavailable =>
  new KeyProviderUnavailable(problem, `${name} ${remedies[problem]}${detail === '' ? '' : ` (${detail})`}`);
