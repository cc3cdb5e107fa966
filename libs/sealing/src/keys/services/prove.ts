import { randomBytes, timingSafeEqual } from 'node:crypto';
import { randomId } from '#kernel';
import { DataKeyUnusable } from '../data-key-errors.js';
import { dataKeyBytes, type DataKeyContext, type KeyProvider } from '../key-provider.js';
import {
  KeyProviderUnavailable,
  KeyServiceUnusable,
  unavailable,
  type KeyServiceNamed,
} from './key-service-errors.js';

/**
 * Proves at the start that the service wraps and unwraps, and that it refuses a key under another context. A service that
 * does not know what it is told to bind leaves it out without a word, and then one case's key could be put in another's
 * place. The refusal stands in the service's audit log, once for each start.
 * @throws KeyServiceUnusable
 */
export const proveAtStart = async <Provider extends KeyProvider>(
  service: KeyServiceNamed,
  open: () => Promise<Provider>,
): Promise<Provider> => {
  try {
    const provider = await open();
    await prove(service, provider);
    return provider;
  } catch (problem) {
    throw problem instanceof KeyProviderUnavailable
      ? new KeyServiceUnusable(problem.problem, problem.message)
      : problem;
  }
};

const prove = async (service: KeyServiceNamed, provider: KeyProvider): Promise<void> => {
  const context: DataKeyContext = { id: randomId(), scope: 'proof at the start', retention: 'derived-keys' };
  const key = randomBytes(dataKeyBytes);
  const wrapped = await provider.wrap(key, context);
  const opened = await openedAgain(provider, wrapped, context);
  if (opened === undefined || !timingSafeEqual(opened, key)) throw unavailable(service, 'not-understood');
  if ((await openedAgain(provider, wrapped, { ...context, id: randomId() })) !== undefined)
    throw unavailable(service, 'does-not-bind');
};

const openedAgain = async (
  provider: KeyProvider,
  wrapped: Awaited<ReturnType<KeyProvider['wrap']>>,
  context: DataKeyContext,
): Promise<Buffer | undefined> => {
  try {
    return await provider.unwrap(wrapped, context);
  } catch (problem) {
    if (problem instanceof DataKeyUnusable) return undefined;
    throw problem;
  }
};
