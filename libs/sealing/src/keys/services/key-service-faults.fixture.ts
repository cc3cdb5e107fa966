import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { randomId } from '#kernel';
import {
  KeyProviderUnavailable,
  KeyServiceUnusable,
  type KeyProvider,
  type KeyServiceProblem,
} from '#sealing';
import type { Answered, Certificate, Fault, StandIn } from './stand-in.fixture.js';

export interface FaultsOf {
  /** Secrets that must stand nowhere. */
  readonly secrets: readonly string[];
  readonly service: StandIn;
  readonly open: (timeoutMilliseconds?: number) => Promise<KeyProvider>;
}

export interface KeyServiceTold {
  readonly begin: (certificate?: Certificate) => Promise<FaultsOf>;
  /** Answers that pass by themselves. */
  readonly passing: readonly (readonly [string, Fault, KeyServiceProblem])[];
  /** Answers that do not. */
  readonly lasting: readonly (readonly [string, Fault, KeyServiceProblem])[];
}

const context = { id: randomId(), scope: randomId(), retention: 'case-record' } as const;

const failureOf = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof KeyProviderUnavailable || error instanceof KeyServiceUnusable) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

/** What goes wrong with a key service, and how it is told. The same for every service. */
export const keyServiceFaults = ({ begin, passing, lasting }: KeyServiceTold): void => {
  let told: FaultsOf;
  beforeEach(async () => {
    told = await begin();
  });
  afterEach(() => told.service.close());

  const unreachable: readonly (readonly [string, Fault, KeyServiceProblem])[] = [
    ['closes the connection', 'closes the connection', 'unreachable'],
    ...passing,
  ];

  describe.each(unreachable)('that %s', (_name, fault, problem) => {
    it('is asked again, and nobody notices when it passes', async () => {
      const provider = await told.open();
      const dataKey = randomBytes(32);
      told.service.goWrong(fault, 1);
      const wrapped = await provider.wrap(dataKey, context);
      told.service.goWrong(fault, 2);
      expect((await provider.unwrap(wrapped, context)).equals(dataKey)).toBe(true);
    });

    it('is asked four times and no more, and is unavailable', async () => {
      const provider = await told.open();
      const before = told.service.asked.length;
      told.service.goWrong(fault);
      await expect(provider.wrap(randomBytes(32), context)).rejects.toMatchObject({
        name: 'KeyProviderUnavailable',
        problem,
      });
      expect(told.service.asked.length - before).toBe(4);
      told.service.goRight();
      await expect(provider.wrap(randomBytes(32), context)).resolves.toBeDefined();
    });
  });

  it('that never answers is given up in time, at the start and later', async () => {
    const provider = await told.open(100);
    const { wrapped, kekId } = await provider.wrap(randomBytes(32), context);
    told.service.goWrong('never answers');
    const late = provider.unwrap({ wrapped, kekId }, context);
    await expect(late).rejects.toMatchObject({ name: 'KeyProviderUnavailable', problem: 'too-slow' });
    await expect(told.open(20)).rejects.toMatchObject({ name: 'KeyServiceUnusable', problem: 'too-slow' });
  });

  it('that is not there stops the start, which says so', async () => {
    await told.service.close();
    const error = await failureOf(told.open());
    expect(error).toMatchObject({ name: 'KeyServiceUnusable', problem: 'unreachable' });
    expect(error.message).toContain('(ECONNREFUSED)');
  });

  it('whose certificate is not trusted stops the start at once, before anything secret is sent', async () => {
    await told.service.close();
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    told = await begin({ key, cert });
    const error = await failureOf(told.open());
    expect(error).toMatchObject({ name: 'KeyServiceUnusable', problem: 'not-trusted' });
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
    expect(told.service.asked).toEqual([]);
  });

  describe.each(lasting)('that %s', (_name, fault, problem) => {
    it('stops the start, in one line that says what to do', async () => {
      told.service.goWrong(fault);
      const error = await failureOf(told.open());
      expect(error).toMatchObject({ name: 'KeyServiceUnusable', problem });
      expect(error.message).toMatch(/^(Vault at|AWS KMS in) [^\n]{40,400}$/);
    });

    it('is unavailable while it runs, and is not asked again for what will not pass', async () => {
      const provider = await told.open();
      const wrapped = await provider.wrap(randomBytes(32), context);
      told.service.goWrong(fault);
      const before = told.service.asked.length;
      await expect(provider.unwrap(wrapped, context)).rejects.toMatchObject({
        name: 'KeyProviderUnavailable',
        problem,
      });
      // A further one may ask whether the credentials are taken at all.
      expect(told.service.asked.length - before).toBeLessThanOrEqual(2);
    });
  });

  it('never finds its way into an error with credentials or keys, even where it repeats what it was sent', async () => {
    const provider = await told.open();
    const dataKey = randomBytes(32);
    const wrapped = await provider.wrap(dataKey, context);
    const repeating =
      (status: number) =>
      ({ headers, body }: { headers: unknown; body: unknown }): Answered => {
        const words = JSON.stringify({ headers, body, dataKey: dataKey.toString('base64') });
        return { status, body: { __type: words, message: words, errors: [words], data: [words] } };
      };
    const errors: unknown[] = [];
    for (const fault of [
      repeating(400),
      repeating(403),
      repeating(200),
      repeating(302),
      { status: 200, body: `{"data": "${dataKey.toString('base64')}` },
      { status: 500, body: `<html>${dataKey.toString('base64')}</html>` },
    ]) {
      told.service.goWrong(fault);
      errors.push(await failureOf(provider.wrap(dataKey, context)));
      errors.push(await failureOf(provider.unwrap(wrapped, context)));
      errors.push(await failureOf(told.open()));
    }
    const printed = errors.map(
      (error) =>
        `${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 9, showHidden: true })}`,
    );
    for (const secret of [...told.secrets, dataKey.toString('base64'), dataKey.toString('hex')])
      expect(printed.join('\n').toLowerCase()).not.toContain(secret.toLowerCase());
  });
};
