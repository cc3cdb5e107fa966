import type { KeyServiceNamed, KeyServiceProblem } from '../key-service-errors.js';

/** AWS KMS as messages name it. */
export const kmsNamed = (keyId: string, region: string): KeyServiceNamed => ({
  name: `AWS KMS in ${region}`,
  remedies: {
    unreachable:
      'cannot be reached. See that AWS_REGION is right and that the network leads to its endpoint.',
    'too-slow': 'does not answer in time. Look at the network to its endpoint.',
    throttled: 'answers that it is asked too often. Ask AWS for a higher request quota.',
    sealed: 'is closed for now. Look at the health page of AWS.',
    failing: 'fails. Look at the health page of AWS.',
    'not-trusted':
      'shows a certificate that is not trusted here. See what stands between here and AWS; put an authority of your own into NODE_EXTRA_CA_CERTS.',
    redirects: 'sends to another address. Correct AWS_ENDPOINT_URL_KMS.',
    'no-credentials':
      'needs credentials, and none were found. Give the process a role, or set the usual AWS variables.',
    'credentials-refused':
      'refuses the credentials: they are unknown or have expired, or the clock of this machine is wrong. Give the process a valid role.',
    'permission-denied': `does not let these credentials use ${keyId}, or there is no such key. They need kms:Encrypt and kms:Decrypt on it, by the key's policy or by theirs.`,
    'no-such-key': `has no key ${keyId}. Correct THROUGHLINE_KEY_NAME and AWS_REGION.`,
    'key-withdrawn': `holds the key, and it is disabled, waiting to be deleted or without its material. Enable it, or cancel its deletion: nothing sealed can be read without it.`,
    'key-cannot-wrap': `cannot encrypt with ${keyId}. It must be a symmetric key for encryption and decryption.`,
    'does-not-bind':
      'unwraps a key for something else than it was wrapped for. See what AWS_ENDPOINT_URL_KMS leads to.',
    'not-understood': 'gave an answer that is not one of KMS. See what AWS_ENDPOINT_URL_KMS leads to.',
  },
});

export type KmsRefusal = KeyServiceProblem | 'not-what-was-wrapped';

/** Names of KMS's errors (https://docs.aws.amazon.com/kms/latest/APIReference) and of what stands in front of it. */
const refusals: ReadonlyMap<string, KmsRefusal> = new Map([
  ['InvalidCiphertextException', 'not-what-was-wrapped'],
  ['IncorrectKeyException', 'not-what-was-wrapped'],
  ['NotFoundException', 'no-such-key'],
  ['DisabledException', 'key-withdrawn'],
  ['KMSInvalidStateException', 'key-withdrawn'],
  ['InvalidKeyUsageException', 'key-cannot-wrap'],
  ['AccessDeniedException', 'permission-denied'],
  ['KMSAccessDeniedException', 'permission-denied'],
  ['CredentialsProviderError', 'no-credentials'],
  ['ExpiredTokenException', 'credentials-refused'],
  ['IncompleteSignature', 'credentials-refused'],
  ['IncompleteSignatureException', 'credentials-refused'],
  ['InvalidClientTokenId', 'credentials-refused'],
  ['InvalidSignatureException', 'credentials-refused'],
  ['MissingAuthenticationTokenException', 'credentials-refused'],
  ['RequestExpired', 'credentials-refused'],
  ['SignatureDoesNotMatch', 'credentials-refused'],
  ['UnrecognizedClientException', 'credentials-refused'],
  ['LimitExceededException', 'throttled'],
  ['RequestLimitExceeded', 'throttled'],
  ['Throttling', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['TooManyRequestsException', 'throttled'],
  ['DependencyTimeoutException', 'failing'],
  ['KeyUnavailableException', 'failing'],
  ['KMSInternalException', 'failing'],
]);

/**
 * What a failure means of which the client tells this name and status; undefined where there was no answer. The detail is
 * a name only where it is a documented one.
 */
export const refusalIn = (
  name: string,
  status: number | undefined,
): { readonly refusal: KmsRefusal; readonly detail: string } | undefined => {
  const told = refusals.get(name);
  if (told !== undefined) return { refusal: told, detail: name };
  if (status === undefined) return undefined;
  const detail = `HTTP ${status}`;
  if (status === 429) return { refusal: 'throttled', detail };
  return { refusal: status >= 500 ? 'failing' : 'not-understood', detail };
};
