import { noParts } from '#casework';
import { isId, refused, accepted, type Result } from '#kernel';
import type { CaseTouch, Reader } from '#read-models';
import { plannedRefusal, type PlannedAnswer } from '../disclosure/planned-answer.js';
import type { GatewayPorts } from '../ports.js';
import type { Permission } from './permission.js';
import { purposeFor, type PurposeRefused } from './purpose.js';
import type { RequestContext } from './request-context.js';

/** What a root resolver is given as its source: the person, with the purpose that was checked. */
export interface RootSource {
  /** Null for a field that needs no purpose. */
  readonly reader: Reader | null;
}

/** What a root field would tell, and to whom. */
export interface Decided {
  readonly reader: Reader | null;
  readonly planned: PlannedAnswer;
}

/** How many cases a subscription may name; without names it follows all of them. */
export const mostCasesFollowed = 100;

type Arguments = Readonly<Record<string, unknown>>;

/** The source of a root field, where the purpose that was stated serves it. */
export const sourceFor = (
  permission: Permission,
  { policy }: Pick<GatewayPorts, 'policy'>,
  { principal, statedPurpose, correlation }: RequestContext,
): Result<RootSource, PurposeRefused> => {
  if (permission.purposes === 'none') return accepted({ reader: null });
  const purpose = purposeFor(policy, principal, statedPurpose, permission.purposes);
  return purpose.ok
    ? accepted({ reader: { principal, purpose: purpose.value, correlation } })
    : refused(purpose.reason);
};

/** What was asked for under a purpose that does not serve leaves a denial, as what is not given does. */
export const denied = (
  { purpose, refusal, decidedBy }: PurposeRefused,
  { asks }: Permission,
  args: Arguments,
  { principal, correlation }: RequestContext,
): Decided => {
  const ids = asks === undefined ? [] : idsIn(asks.by === undefined ? null : args[asks.by]);
  if (purpose === null || asks === undefined || ids.length === 0) {
    return { reader: null, planned: plannedRefusal(refusal, []) };
  }
  const touches = ids.map((id): CaseTouch => ({
    asked: asks.for,
    caseId: asks.for === 'entry' ? null : id,
    outcome: 'denied',
    denial: 'purpose-not-allowed',
    // Nothing was looked up, so nothing is known of the case.
    caseKnown: false,
    events: asks.for === 'entry' && id !== null ? [{ eventId: id, parts: noParts }] : [],
    asOf: null,
    whole: false,
    decidedBy,
    policyVersion: null,
    viewPosition: null,
  }));
  return { reader: { principal, purpose, correlation }, planned: plannedRefusal(refusal, touches) };
};

/** What an argument names; null where it names nothing in particular, and nothing where it names what cannot be. */
const idsIn = (argument: unknown): readonly (string | null)[] => {
  if (argument == null) return [null];
  const named: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  return named.length <= mostCasesFollowed && named.every(isId) ? named : [];
};
