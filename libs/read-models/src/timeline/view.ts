import type { AgencyFunction, EventHeader } from '#casework';
import type { OrganisationId } from '#kernel';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';
import { beforeAll, numberAfter, type Numbered, type SequenceNumber } from './number.js';
import { nothing, whatAnOrganisationMayHave, type MayHave } from './what-an-organisation-may-have.js';

/** What decides besides the groups themselves: the policy in force, what organisations are for, and the numbers given. */
export interface View {
  policy: SharingPolicy | null;
  mayHave: MayHave;
  readonly functions: Map<OrganisationId, AgencyFunction>;
  /** Organisations for which something had to be decided before the directory named their function. */
  readonly awaited: Set<OrganisationId>;
  /** The last number given in each organisation's sequence. */
  readonly sequences: Map<OrganisationId, SequenceNumber>;
  /** The numbers as they were before the event that is being taken in, for those that it has moved. */
  readonly sequencesBefore: Map<OrganisationId, SequenceNumber>;
}

/** Which organisations' views are written. */
export type Written = (organisation: OrganisationId) => boolean;

export const allWritten: Written = () => true;

export const emptyView = (): View => ({
  policy: null,
  mayHave: nothing,
  functions: new Map(),
  awaited: new Set(),
  sequences: new Map(),
  sequencesBefore: new Map(),
});

/** The next number of an organisation's sequence, given to this. */
export const nextInSequence = (
  view: View,
  organisation: OrganisationId,
  numbered: Numbered,
): SequenceNumber => {
  const last = view.sequences.get(organisation) ?? beforeAll;
  if (!view.sequencesBefore.has(organisation)) view.sequencesBefore.set(organisation, last);
  const next = numberAfter(last, numbered);
  view.sequences.set(organisation, next);
  return next;
};

/** Takes back the numbers that were given while the work failed, so that the sequence has no gap. */
export const numbered = <Answer>(view: View, work: () => Answer): Answer => {
  view.sequencesBefore.clear();
  try {
    return work();
  } catch (error) {
    for (const [organisation, last] of view.sequencesBefore) view.sequences.set(organisation, last);
    throw error;
  }
};

/** A policy was adopted that this software does not have. Nothing can be decided under it. */
export class PolicyUnknown extends Error {
  override readonly name = 'PolicyUnknown';

  constructor(readonly code: string) {
    super('A policy is in force that this version of the software does not ship.');
  }
}

/**
 * Folds what the directory and the policy stream say, and answers whether everything is to be decided anew from then:
 * a policy was adopted, or an organisation is not what it was decided as.
 */
export const foldGround = (view: View, header: EventHeader, policies: SharingPolicies): boolean => {
  if (header.type === 'PolicyAdopted') return adopt(view, header, policies);
  if (header.type === 'OrganisationRegistered') return register(view, header);
  return false;
};

const adopt = (view: View, header: EventHeader, policies: SharingPolicies): boolean => {
  const version = header.concerns.policyVersion;
  if (typeof version !== 'string') throw new PolicyUnknown('none-named');
  const policy = policies.byVersion(version);
  if (policy === undefined) throw new PolicyUnknown(version);
  if (policy === view.policy) return false;
  view.policy = policy;
  view.mayHave = whatAnOrganisationMayHave(policy);
  return true;
};

const register = (view: View, header: EventHeader): boolean => {
  const { organisation, function: agency } = header.concerns;
  if (typeof organisation !== 'string' || typeof agency !== 'string') return false;
  const before = view.functions.get(organisation);
  if (before === agency) return false;
  view.functions.set(organisation, agency as AgencyFunction);
  // An organisation that nothing was decided for yet changes nothing; registering is common, and deciding all is not.
  return before !== undefined || view.awaited.delete(organisation);
};
