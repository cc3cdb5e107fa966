import { types } from 'node:util';
import { DataKeyUnusable } from '../../data-key-errors.js';
import { contextDigest, dataKeyBytes, type DataKeyContext, type KeyProvider } from '../../key-provider.js';
import { askAgainAndAgain, usualTimeout } from '../ask.js';
import { unavailable, type KeyServiceNamed } from '../key-service-errors.js';
import { proveAtStart } from '../prove.js';
import { systemProblem } from '../system-problems.js';
import { kmsNamed, refusalIn } from './kms-service.js';

export interface AwsKmsOptions {
  /** Id, ARN or alias of a symmetric key. */
  readonly keyId: string;
  readonly region: string;
  /** Another endpoint, such as a private one. */
  readonly endpoint?: string | undefined;
  /** For each attempt; four are made. */
  readonly timeoutMilliseconds?: number | undefined;
}

/**
 * The key-encryption key in AWS KMS. Credentials are found where AWS's own tools find them. Answers when KMS has proved
 * that it wraps, unwraps and binds.
 * @throws KeyServiceUnusable
 */
export const openAwsKms = async ({
  keyId,
  region,
  endpoint,
  timeoutMilliseconds = usualTimeout,
}: AwsKmsOptions): Promise<KeyProvider> => {
  // Loaded here, since the other profiles never need it and it takes a fifth of a second.
  const { DecryptCommand, EncryptCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const client = new KMSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    // Attempts are ours, so that all of them together are bounded and every provider behaves alike.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: timeoutMilliseconds },
  });
  const service = kmsNamed(keyId, region);
  const ask = asking(service, timeoutMilliseconds);
  const wrap: KeyProvider['wrap'] = async (dataKey, context) => {
    const answer = await ask(context, (abortSignal) =>
      client.send(
        new EncryptCommand({ KeyId: keyId, Plaintext: dataKey, EncryptionContext: binding(context) }),
        { abortSignal },
      ),
    );
    if (answer.CiphertextBlob === undefined || answer.KeyId === undefined || !isKeyArn.test(answer.KeyId))
      throw unavailable(service, 'not-understood');
    return { wrapped: Buffer.from(answer.CiphertextBlob).toString('base64'), kekId: answer.KeyId };
  };
  const unwrap: KeyProvider['unwrap'] = async ({ wrapped, kekId }, context) => {
    const blob = Buffer.from(wrapped, 'base64');
    // KMS calls an empty one a mistake of the request.
    if (blob.length === 0) throw new DataKeyUnusable(context.id);
    const answer = await ask(context, (abortSignal) =>
      client.send(
        new DecryptCommand({
          // Named, since KMS would otherwise take whichever key the ciphertext says it is of.
          KeyId: kekId,
          CiphertextBlob: blob,
          EncryptionContext: binding(context),
        }),
        { abortSignal },
      ),
    );
    const { Plaintext: dataKey } = answer;
    if (dataKey === undefined) throw unavailable(service, 'not-understood');
    if (dataKey.length !== dataKeyBytes) throw new DataKeyUnusable(context.id);
    return Buffer.from(dataKey.buffer, dataKey.byteOffset, dataKey.length);
  };
  return proveAtStart(service, async () => {
    const { kekId } = await wrap(Buffer.alloc(dataKeyBytes), ownContext);
    const owner = ownerOf(kekId);
    return { wrap, unwrap, knows: (other) => isKeyArn.test(other) && ownerOf(other) === owner };
  });
};

const isKeyArn = /^arn:[\w-]+:kms:[\w-]+:\d+:key\/[\w-]+$/;

/**
 * Region and account. While one moves from a key to another both are in use; a key of somebody else's account is never
 * asked, whatever the table of data keys says.
 */
const ownerOf = (arn: string): string => arn.slice(0, arn.lastIndexOf('/'));

const ownContext: DataKeyContext = { id: 'none', scope: 'which key it is', retention: 'derived-keys' };

/** CloudTrail keeps the context in clear. */
const binding = (context: DataKeyContext) => ({
  'throughline-data-key': contextDigest(context).toString('base64url'),
});

const asking =
  (service: KeyServiceNamed, timeoutMilliseconds: number) =>
  <Answer>(context: DataKeyContext, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> =>
    askAgainAndAgain(timeoutMilliseconds, async (signal) => {
      try {
        return await send(signal);
      } catch (failure) {
        const { name, status } = namedFailure(failure);
        const told = refusalIn(name, status);
        if (told?.refusal === 'not-what-was-wrapped') throw new DataKeyUnusable(context.id);
        if (told !== undefined) throw unavailable(service, told.refusal, told.detail);
        const { problem, detail } = systemProblem(failure);
        throw unavailable(service, problem, detail);
      }
    });

/** What the client tells of a failure, without its words: they may repeat what was sent. */
const namedFailure = (failure: unknown): { readonly name: string; readonly status: number | undefined } => {
  if (!types.isNativeError(failure)) return { name: '', status: undefined };
  const metadata: unknown = '$metadata' in failure ? failure.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return { name: failure.name, status: typeof status === 'number' ? status : undefined };
};
