import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore, type EventStore } from '#event-store';
import { systemClock } from '#kernel';
import { createLogger } from '#platform';
import { openAdministration, type Administration } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing, type Sealing } from '#sealing';
import { loadSharingPolicies, type PolicyAdoption } from '#sharing-policy';
import {
  adoptNewestPolicy,
  followPolicy,
  NoPolicyAdopted,
  PolicyNotAsAdopted,
  type FollowedPolicy,
} from './policy-in-force.js';

let folder: string;
let store: EventStore;
let sealing: Sealing;
let administration: Administration;
let followed: FollowedPolicy | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  sealing = await openSealing({ provider, dataKeys, clock: systemClock });
  administration = openAdministration({ store, sealing, clock: systemClock });
});
afterEach(async () => {
  await followed?.stop();
  followed = undefined;
  await sealing.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const log = createLogger({ level: 'silent' });
const policies = loadSharingPolicies({
  onAlarm: (reason) => {
    throw new Error(reason);
  },
});

/** An adoption of a text that this program does not have. */
const adoptAnother = () =>
  administration.record({
    type: 'PolicyAdopted',
    details: {
      policyVersion: '2100-01',
      textDigest: 'a'.repeat(64),
      schemaDigest: 'b'.repeat(64),
      engine: 'x',
    },
    key: 'policy-2100-01',
  });

const until = async (holds: () => boolean): Promise<void> => {
  const end = performance.now() + 3_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('It did not come to hold.');
    await nextTurn();
  }
};

describe('the policy in force', () => {
  it('is that which was adopted last, and there is none before', async () => {
    await expect(followPolicy({ store, policies, log })).rejects.toThrow(NoPolicyAdopted);
    await adoptNewestPolicy(administration, policies);
    followed = await followPolicy({ store, policies, log });
    expect(followed.current()).toBe(policies.current);
  });

  it('is an older one that ships for as long as no newer one was adopted, with the text that was adopted', async () => {
    const adopt = ({ version, digestOfText, digestOfSchema, engine }: PolicyAdoption) =>
      administration.record({
        type: 'PolicyAdopted',
        details: { policyVersion: version, textDigest: digestOfText, schemaDigest: digestOfSchema, engine },
        key: `policy-${version} ${digestOfText}`,
      });
    const older = policies.adoptionOf('2026-11')!;
    await adopt(older);
    followed = await followPolicy({ store, policies, log });
    expect(followed.current()).toBe(policies.byVersion('2026-11'));
    await followed.stop();
    await adopt({ ...older, digestOfText: 'c'.repeat(64) });
    await expect(followPolicy({ store, policies, log })).rejects.toThrow(PolicyNotAsAdopted);
  });

  it('decides nothing any more once a text was adopted that this program does not have', async () => {
    await adoptNewestPolicy(administration, policies);
    followed = await followPolicy({ store, policies, log, askEvery: 600_000 });
    await adoptAnother();
    await until(() => followed?.health().well === false);
    expect(followed.current).toThrow(PolicyNotAsAdopted);
  });

  it('is known to have changed although the subscription to the log is cut off and says nothing', async () => {
    await adoptNewestPolicy(administration, policies);
    const silent: Pick<EventStore, 'readStream' | 'subscribe'> = {
      readStream: (name, read) => store.readStream(name, read),
      subscribe: async function* ({ signal }) {
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        yield* [];
      },
    };
    followed = await followPolicy({ store: silent, policies, log, askEvery: 10 });
    await adoptAnother();
    await until(() => followed?.health().well === false);
  });
});
