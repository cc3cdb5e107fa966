import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import type { Logger } from '#platform';
import type { FeedTls } from '../settings.js';

/** The certificate of the feed cannot be used; the message says which file and what to do. */
export class FeedCertificateUnusable extends Error {
  override readonly name = 'FeedCertificateUnusable';

  constructor(options?: ErrorOptions) {
    super(
      'The TLS certificate of the feed cannot be used. THROUGHLINE_FEED_TLS_CERTIFICATE_FILE and ' +
        'THROUGHLINE_FEED_TLS_KEY_FILE must name PEM files that can be read and belong together, and ' +
        'THROUGHLINE_FEED_TLS_CLIENT_CA_FILE, where it is set, one of certificates.',
      options,
    );
  }
}

/** What the files held when they were read. */
interface Files {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer | undefined;
}

/** @throws FeedCertificateUnusable */
const read = ({ certificateFile, keyFile, clientCaFile }: FeedTls): Files => {
  try {
    const files = {
      cert: readFileSync(certificateFile),
      key: readFileSync(keyFile),
      ca: clientCaFile === null ? undefined : readFileSync(clientCaFile),
    };
    // Found out here, and not at the first handshake.
    createSecureContext(files);
    return files;
  } catch (cause) {
    throw new FeedCertificateUnusable({ cause });
  }
};

const sameTexts = (one: Files, other: Files): boolean =>
  one.cert.equals(other.cert) &&
  one.key.equals(other.key) &&
  (one.ca === other.ca || (one.ca !== undefined && other.ca !== undefined && one.ca.equals(other.ca)));

const contextOf = (files: Files): SecureContextOptions => ({ ...files, minVersion: 'TLSv1.2' });

/** Credentials that take new files without a new start: certificates of today live for weeks, subscriptions for longer. */
class RenewedCredentials extends ServerCredentials {
  constructor(
    private now: Files,
    clientsNeedCertificates: boolean,
  ) {
    super(
      clientsNeedCertificates ? { requestCert: true, rejectUnauthorized: true } : { requestCert: false },
      contextOf(now),
    );
  }

  renew(next: Files): boolean {
    if (sameTexts(this.now, next)) return false;
    this.now = next;
    this.updateSecureContextOptions(contextOf(next));
    return true;
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

export interface FeedCredentials {
  readonly credentials: ServerCredentials;
  readonly stop: () => void;
}

/**
 * How the feed is reached. Files that changed and cannot be used are told of, and what was read before goes on: half a
 * renewal must not end a service.
 * @throws FeedCertificateUnusable
 */
export const openCredentials = (
  tls: FeedTls | null,
  everyMilliseconds: number,
  logger: Logger,
): FeedCredentials => {
  if (tls === null) return { credentials: ServerCredentials.createInsecure(), stop: () => undefined };
  const credentials = new RenewedCredentials(read(tls), tls.clientCaFile !== null);
  const look = () => {
    try {
      if (credentials.renew(read(tls))) logger.info('The feed has a new certificate.', { component: 'feed' });
    } catch (error) {
      logger.error('The new certificate of the feed cannot be used; it goes on with the one that it has.', {
        component: 'feed',
        error,
      });
    }
  };
  const timer = setInterval(look, everyMilliseconds);
  timer.unref();
  return { credentials, stop: () => clearInterval(timer) };
};
