import { purposes, type Purpose } from '#casework';
import type { Principal } from '#identity';
import { refused, type Result } from '#kernel';
import { purposeStated, type PurposeMistake } from '../../../programs/src/purpose-stated.js';
import { Refusal } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import type { Permission } from './permission.js';

export const purposeHeader = 'x-purpose';

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
  const purpose = purposeStated(policy, principal, stated, serving);
  return purpose.ok ? purpose : refused(refusalOf(purpose.reason));
};

const refusalOf = (reason: PurposeMistake): PurposeRefused => {
  switch (reason.mistake) {
    case 'missing': {
      const message = `Say in the header ${purposeHeader} for what purpose you ask.`;
      return { purpose: null, refusal: new Refusal('PURPOSE_REQUIRED', message), decidedBy: [] };
    }
    case 'unknown': {
      const message = `The header ${purposeHeader} must be one of ${purposes.join(', ')}.`;
      const refusal = new Refusal('INVALID_INPUT', message, { field: purposeHeader });
      return { purpose: null, refusal, decidedBy: [] };
    }
    case 'not-allowed': {
      const refusal = new Refusal('FORBIDDEN', 'You may not ask this for the purpose that you state.');
      return { purpose: reason.purpose, refusal, decidedBy: reason.decidedBy };
    }
  }
};
