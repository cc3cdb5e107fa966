import { status as statuses, type ServiceError } from '@grpc/grpc-js';

/** A status of gRPC by its name. */
type StatusName = keyof typeof statuses;

/** The feed refused or ended a subscription, and to ask again in the same way would not help. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';

  constructor(
    /** The status of gRPC, such as `PERMISSION_DENIED`. */
    readonly status: StatusName,
    /** The stable code, such as `CURSOR_REFUSED`; null where the connection, and not the feed, ended it. */
    readonly code: string | null,
    /** Which of the reasons that the code has, such as `outdated`. */
    readonly reason: string | null,
    /** The field of the request that was wrong. */
    readonly field: string | null,
    options: { readonly cause: ServiceError },
  ) {
    super(options.cause.details, options);
  }
}

/** The same as an error of gRPC tells it in its trailing metadata. */
export const feedRefused = (cause: ServiceError): FeedRefused => {
  const told = (key: string): string | null =>
    cause.metadata.get(`throughline-${key}`)[0]?.toString() ?? null;
  const name = statuses[cause.code] as StatusName;
  return new FeedRefused(name, told('code'), told('reason'), told('field'), { cause });
};

/** With these a server, or what lies between, is away or has too much to do; the same may be asked again later. */
const passing: ReadonlySet<StatusName> = new Set([
  'UNAVAILABLE',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  // So a connection that broke in the middle of a message is told.
  'INTERNAL',
  'UNKNOWN',
]);

/** Whether to subscribe again may help, with a new token where the old one has expired. */
export const mayPass = ({ status, reason }: FeedRefused): boolean =>
  passing.has(status) || reason === 'token-expired';
