import { setTimeout } from 'node:timers/promises';
import { StreamNotFound, type EventStore, type RecordedEvent } from '#event-store';
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
  const ships = policies.adoptionOf(version);
  const asAdopted =
    concerns.textDigest === ships?.digestOfText && concerns.schemaDigest === ships?.digestOfSchema;
  if (policy === undefined || !asAdopted) throw new PolicyNotAsAdopted(version);
  return policy;
};

const stream = 'policy';

/** Its stream is asked, since a search backwards through the log would pass over everything recorded since. */
const lastAdoption = async (store: Pick<EventStore, 'readStream'>): Promise<RecordedEvent | undefined> => {
  try {
    for await (const event of store.readStream(stream, { direction: 'backwards', limit: 1 })) return event;
  } catch (problem) {
    // None was adopted yet.
    if (!(problem instanceof StreamNotFound)) throw problem;
  }
  return undefined;
};

/**
 * The policy that was last adopted; undefined where none was. A newer one that ships takes no force by itself: that is
 * for those who signed the agreement to decide.
 * @throws PolicyNotAsAdopted
 */
export const policyInForce = async (
  store: Pick<EventStore, 'readStream'>,
  policies: SharingPolicies,
): Promise<SharingPolicy | undefined> => {
  const last = await lastAdoption(store);
  return last && namedBy(last, policies);
};

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
  readonly store: Pick<EventStore, 'readStream' | 'subscribe'>;
  readonly policies: SharingPolicies;
  readonly log: Logger;
  /** How often the log is asked whether an adoption was missed, in milliseconds; 2,000 unless told. */
  readonly askEvery?: number;
}

const waitMilliseconds = 1_000;
const usuallyAskEvery = 2_000;

/**
 * Keeps to the policy in force while the program runs: an adoption takes force in every process, without a new start.
 * @throws NoPolicyAdopted, PolicyNotAsAdopted
 */
export const followPolicy = async ({
  store,
  policies,
  log,
  askEvery = usuallyAskEvery,
}: FollowPolicyOptions): Promise<FollowedPolicy> => {
  const first = await lastAdoption(store);
  if (first === undefined) throw new NoPolicyAdopted();
  let now: Result<SharingPolicy, PolicyNotAsAdopted> = accepted(namedBy(first, policies));
  let after = first.position;
  const stopping = new AbortController();
  const { signal } = stopping;
  const take = (event: RecordedEvent) => {
    // Heard already, from the subscription or by asking.
    if (event.position <= after) return;
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
        for await (const delivery of store.subscribe({ after, streams: [stream], signal }))
          if (delivery.kind === 'events') delivery.events.forEach(take);
      } catch (problem) {
        if (!signal.aborted)
          log.error('the policy in force cannot be followed; it is tried again', { error: problem });
      }
      await setTimeout(waitMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  };
  /** A subscription that was cut off says nothing, and an adoption may take something away. */
  const ask = async () => {
    while (!signal.aborted) {
      await setTimeout(askEvery, undefined, { signal, ref: false }).catch(() => undefined);
      try {
        const last = signal.aborted ? undefined : await lastAdoption(store);
        if (last !== undefined) take(last);
      } catch (problem) {
        if (!signal.aborted)
          log.warn('the log does not tell which policy was adopted last', { error: problem });
      }
    }
  };
  const following = follow();
  // A read of it that hangs must not keep a stop waiting.
  void ask();
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
