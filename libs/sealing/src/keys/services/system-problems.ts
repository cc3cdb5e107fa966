import type { KeyServiceProblem } from './key-service-errors.js';

export interface SystemProblem {
  readonly problem: KeyServiceProblem;
  /** The code of the failure, such as `ECONNREFUSED`. */
  readonly detail: string;
}

/** Codes with which OpenSSL and Node refuse a certificate (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const distrust =
  /CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_TLS|^INVALID_(CA|PURPOSE)|^PATH_LENGTH_EXCEEDED|^HOSTNAME_MISMATCH/;
const tooSlow = /^(TimeoutError|AbortError)$|TIMEOUT|TIMEDOUT/;

/** What a failure between here and the service means. Its innermost cause says most; its words are left out. */
export const systemProblem = (failure: unknown): SystemProblem => {
  const codes = codesIn(failure);
  if (codes.some((code) => tooSlow.test(code))) return { problem: 'too-slow', detail: '' };
  const distrusted = codes.find((code) => distrust.test(code));
  if (distrusted !== undefined) return { problem: 'not-trusted', detail: distrusted };
  return { problem: 'unreachable', detail: codes.find((code) => /^[A-Z][A-Z_\d]+$/.test(code)) ?? '' };
};

const codesIn = (failure: unknown): readonly string[] => {
  if (typeof failure !== 'object' || failure === null) return [];
  const { name, code, cause, errors } = failure as Readonly<Record<string, unknown>>;
  return [
    // Where a host has several addresses each of them has its failure.
    ...(Array.isArray(errors) ? errors.flatMap(codesIn) : []),
    ...codesIn(cause),
    // A name only where there is no code: AWS's client calls a connection that was closed a timeout.
    ...[typeof code === 'string' ? code : name].filter((text) => typeof text === 'string'),
  ];
};
