import { setTimeout } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import { accepted, refused, type Result } from '#kernel';
import { unwell, well, type HealthFinding, type Logger } from '#platform';
import type { Administration } from '#recording';
import { fromStored } from '#sealing';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';

/** The version adopted is not the version that ships under that name; every decision since would be explained wrongly. */
export class PolicyNotAsAdopted extends Error {
  override readonly name = 'PolicyNotAsAdopted';

  constructor(version: string) {
    super(
      `The sharing policy ${version} is in force in this event log, but the text of it that ships with this program is ` +
        'missing or another one. Start the program with the text that was adopted.',
    );
  }
}

/** Nothing can be decided before the agencies have adopted a policy. */
export class NoPolicyAdopted extends Error {
  override readonly name = 'NoPolicyAdopted';

  constructor() {
    super(
      'No sharing policy is adopted in this event log. Adopt the one that ships: throughline adopt-policy.',
    );
  }
}

const details = ({ version, digestOfText, digestOfSchema, engine }: SharingPolicies['adoption']) => ({
  policyVersion: version,
  textDigest: digestOfText,
  schemaDigest: digestOfSchema,
  engine,
});

/** Records that the newest shipped policy is adopted. The same version is adopted once. */
export const adoptNewestPolicy = (administration: Administration, { adoption }: SharingPolicies) =>
  administration.record({
    type: 'PolicyAdopted',
    details: details(adoption),
    key: `policy-${adoption.version}`,
  });

const namedBy = (event: RecordedEvent, policies: SharingPolicies): SharingPolicy => {
  const { concerns } = fromStored(event.data).header;
  const version = String(concerns.policyVersion);
  const policy = policies.byVersion(version);
  const adopted = details(policies.adoption);
  const asAdopted =
    policies.adoption.version !== version ||
    (concerns.textDigest === adopted.textDigest && concerns.schemaDigest === adopted.schemaDigest);
  if (policy === undefined || !asAdopted) throw new PolicyNotAsAdopted(version);
  return policy;
};

interface Adopted {
  readonly policy: SharingPolicy;
  readonly position: Position;
}

const lastAdopted = async (
  store: Pick<EventStore, 'readAll'>,
  policies: SharingPolicies,
): Promise<Adopted | undefined> => {
  const last = { from: 'end', direction: 'backwards', limit: 1, streams: ['policy'] } as const;
  for await (const event of store.readAll(last))
    return { policy: namedBy(event, policies), position: event.position };
  return undefined;
};

/**
 * The policy that was last adopted; undefined where none was. A newer one that ships takes no force by itself: that is
 * for those who signed the agreement to decide.
 * @throws PolicyNotAsAdopted
 */
export const policyInForce = async (
  store: Pick<EventStore, 'readAll'>,
  policies: SharingPolicies,
): Promise<SharingPolicy | undefined> => (await lastAdopted(store, policies))?.policy;

export interface FollowedPolicy {
  /**
   * The policy that was adopted last.
   * @throws PolicyNotAsAdopted where this program does not have its text: nothing may then be decided
   */
  readonly current: () => SharingPolicy;
  readonly health: () => HealthFinding;
  readonly stop: () => Promise<void>;
}

export interface FollowPolicyOptions {
  readonly store: Pick<EventStore, 'readAll' | 'subscribe'>;
  readonly policies: SharingPolicies;
  readonly log: Logger;
}

const waitMilliseconds = 1_000;

/**
 * Keeps to the policy in force while the program runs: an adoption takes force in every process, without a new start.
 * @throws NoPolicyAdopted, PolicyNotAsAdopted
 */
export const followPolicy = async ({
  store,
  policies,
  log,
}: FollowPolicyOptions): Promise<FollowedPolicy> => {
  const first = await lastAdopted(store, policies);
  if (first === undefined) throw new NoPolicyAdopted();
  let now: Result<SharingPolicy, PolicyNotAsAdopted> = accepted(first.policy);
  let after = first.position;
  const stopping = new AbortController();
  const { signal } = stopping;
  const take = (event: RecordedEvent) => {
    after = event.position;
    try {
      now = accepted(namedBy(event, policies));
    } catch (problem) {
      if (!(problem instanceof PolicyNotAsAdopted)) throw problem;
      now = refused(problem);
      log.error('a policy was adopted that this program does not have; nothing is answered', {
        error: problem,
      });
    }
  };
  const follow = async () => {
    while (!signal.aborted) {
      try {
        for await (const delivery of store.subscribe({ after, streams: ['policy'], signal }))
          if (delivery.kind === 'events') delivery.events.forEach(take);
      } catch (problem) {
        if (!signal.aborted)
          log.error('the policy in force cannot be followed; it is tried again', { error: problem });
      }
      await setTimeout(waitMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  };
  const following = follow();
  return {
    current: () => {
      if (!now.ok) throw now.reason;
      return now.value;
    },
    health: () => (now.ok ? well : unwell('policy-unknown')),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};
