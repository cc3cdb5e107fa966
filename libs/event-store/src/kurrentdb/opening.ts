import { setTimeout as after } from 'node:timers/promises';
import { CannotOpenEventLog, type CannotOpenReason } from '../cannot-open.js';
import { backOff } from './back-off.js';
import { failureOf, type Trouble } from './client-errors.js';
import { connect } from './connections.js';
import { logRequest } from './read-requests.js';
import { page } from './reading.js';
import { withinTime, type Timeouts } from './timeouts.js';

/** Since 23.10 a subscription is told when it has caught up; since 22.6 events of a stream come with positions. */
const oldest = [23, 10] as const;
const batchAppend = { path: '/event_store.client.streams.Streams/BatchAppend' };

const isSupported = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};

const reasons: Partial<Record<Trouble, CannotOpenReason>> = {
  'the certificate is not trusted': 'tls-not-trusted',
  'TLS is not spoken there': 'tls-not-spoken',
  'the server refuses the user': 'credentials-refused',
};

const greet = async (connectionString: string, answerMilliseconds: number): Promise<void> => {
  const connection = connect(connectionString);
  try {
    const capabilities = await withinTime(connection.capabilities(), answerMilliseconds);
    if (!isSupported(capabilities.serverVersion) || !capabilities.supports(batchAppend))
      throw new CannotOpenEventLog('unsupported-server');
    // Anybody may ask a server for its version; whether it lets this user read shows only in reading.
    await withinTime(
      page(connection, logRequest(undefined, 'backwards', 1, undefined), answerMilliseconds),
      answerMilliseconds,
    );
  } finally {
    await connection.close();
  }
};

/** Answers when the server serves this user. Tries again while it cannot be reached: it may be starting too. */
export const awaitServer = async (connectionString: string, timeouts: Timeouts): Promise<void> => {
  const end = Date.now() + timeouts.patienceMilliseconds;
  for (let failures = 0; ; failures += 1) {
    try {
      return await greet(connectionString, timeouts.answerMilliseconds);
    } catch (cause) {
      if (cause instanceof CannotOpenEventLog) throw cause;
      const failure = failureOf(cause);
      const reason = 'what' in failure ? reasons[failure.what] : undefined;
      if (reason !== undefined) throw new CannotOpenEventLog(reason, { cause });
      if (Date.now() >= end) throw new CannotOpenEventLog('unreachable', { cause });
    }
    await after(backOff(failures));
  }
};
