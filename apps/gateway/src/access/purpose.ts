import { purposes, type Purpose } from '#casework';
import type { Principal } from '#identity';
import { accepted, refused, type Result } from '#kernel';
import { Refusal } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import type { Permission } from './permission.js';

export const purposeHeader = 'x-purpose';

const isPurpose = (text: string): text is Purpose => (purposes as readonly string[]).includes(text);

/** A purpose that was stated, and why it does not serve where it does not. */
export interface PurposeRefused {
  /** Null where what was stated is no purpose at all. */
  readonly purpose: Purpose | null;
  readonly refusal: Refusal;
  /** The policies that decided, by id, sorted. */
  readonly decidedBy: readonly string[];
}

/** The purpose of a request, where it is stated, exists, may be used by this person, and serves what is asked. */
export const purposeFor = (
  policy: GatewayPorts['policy'],
  principal: Principal,
  stated: string | undefined,
  serving: Exclude<Permission['purposes'], 'none'>,
): Result<Purpose, PurposeRefused> => {
  if (stated === undefined || stated === '') {
    const message = `Say in the header ${purposeHeader} for what purpose you ask.`;
    return refused({ purpose: null, refusal: new Refusal('PURPOSE_REQUIRED', message), decidedBy: [] });
  }
  if (!isPurpose(stated)) {
    const message = `The header ${purposeHeader} must be one of ${purposes.join(', ')}.`;
    const refusal = new Refusal('INVALID_INPUT', message, { field: purposeHeader });
    return refused({ purpose: null, refusal, decidedBy: [] });
  }
  const decision = policy().mayUsePurpose(principal.function, principal.role, stated);
  if (!decision.allowed || !serving.includes(stated)) {
    const refusal = new Refusal('FORBIDDEN', 'You may not ask this for the purpose that you state.');
    return refused({ purpose: stated, refusal, decidedBy: decision.decidedBy });
  }
  return accepted(stated);
};
