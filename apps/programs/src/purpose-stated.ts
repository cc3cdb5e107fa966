import { purposes, type Purpose } from '#casework';
import type { Principal } from '#identity';
import { accepted, refused, type Result } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';

/** Everything for which somebody may read or record on a case. A removal check and statistics never open a case. */
export const caseworkPurposes = [
  'safeguarding',
  'age-determination',
  'court',
  'criminal-investigation',
  'asylum-decision',
  'nrm-decision',
  'review',
] as const satisfies readonly Purpose[];

/** Why a purpose does not serve: none was stated, there is no such purpose, or it is not this person's or not for this. */
export type PurposeMistake =
  | { readonly mistake: 'missing' | 'unknown' }
  | {
      readonly mistake: 'not-allowed';
      readonly purpose: Purpose;
      /** The policies that decided, by id, sorted. */
      readonly decidedBy: readonly string[];
    };

const isPurpose = (text: string): text is Purpose => (purposes as readonly string[]).includes(text);

/** The purpose of a request, where it is stated, exists, may be used by this person, and serves what is asked. */
export const purposeStated = (
  policy: () => Pick<SharingPolicy, 'mayUsePurpose'>,
  principal: Pick<Principal, 'function' | 'role'>,
  stated: string | undefined,
  serving: readonly Purpose[],
): Result<Purpose, PurposeMistake> => {
  if (stated === undefined || stated === '') return refused({ mistake: 'missing' });
  if (!isPurpose(stated)) return refused({ mistake: 'unknown' });
  const { allowed, decidedBy } = policy().mayUsePurpose(principal.function, principal.role, stated);
  return allowed && serving.includes(stated)
    ? accepted(stated)
    : refused({ mistake: 'not-allowed', purpose: stated, decidedBy });
};
