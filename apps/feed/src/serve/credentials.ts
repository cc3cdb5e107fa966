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

/** @throws FeedCertificateUnusable */
const read = ({ certificateFile, keyFile, clientCaFile }: FeedTls): SecureContextOptions => {
  try {
    const context: SecureContextOptions = {
      cert: readFileSync(certificateFile),
      key: readFileSync(keyFile),
      ...(clientCaFile === null ? {} : { ca: readFileSync(clientCaFile) }),
      minVersion: 'TLSv1.2',
    };
    // Found out here, and not at the first handshake.
    createSecureContext(context);
    return context;
  } catch (cause) {
    throw new FeedCertificateUnusable({ cause });
  }
};

const sameTexts = (one: SecureContextOptions, other: SecureContextOptions): boolean =>
  (['cert', 'key', 'ca'] as const).every((part) => String(one[part]) === String(other[part]));

/** Credentials that take new files without a new start: certificates of today live for weeks, subscriptions for longer. */
class RenewedCredentials extends ServerCredentials {
  constructor(
    private now: SecureContextOptions,
    clientsNeedCertificates: boolean,
  ) {
    super(
      clientsNeedCertificates ? { requestCert: true, rejectUnauthorized: true } : { requestCert: false },
      now,
    );
  }

  renew(next: SecureContextOptions): boolean {
    if (sameTexts(this.now, next)) return false;
    this.now = next;
    this.updateSecureContextOptions(next);
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
