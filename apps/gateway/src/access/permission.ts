import { Extensions } from '@nestjs/graphql';
import type { Purpose } from '#casework';
import type { Asked } from '#read-models';
import { caseworkPurposes } from '../../../programs/src/purpose-stated.js';

/** What someone must bring to ask a root field. */
export interface Permission {
  /** The purposes for which the field can be asked at all, or none where it tells of no case. */
  readonly purposes: readonly Purpose[] | 'none';
  /**
   * `recording` changes something; `reading` answers a plan that is disclosed before it is opened; `subscribing` answers an
   * iterator of what is delivered, each delivery disclosed before it is sent.
   */
  readonly use: 'reading' | 'recording' | 'subscribing';
  /**
   * What is asked for, and by which argument (an id, or a list of them), so that a refused purpose is recorded as a denial
   * of it.
   */
  readonly asks?: { readonly for: Asked; readonly by?: string };
}

const permissionKey = 'permission';

/** The permission of a root field, in its declaration. A root field without one is refused to everybody. */
export const Needs = (permission: Permission): ClassDecorator & MethodDecorator & PropertyDecorator =>
  Extensions({ [permissionKey]: permission });

export const permissionOf = (
  extensions: Readonly<Record<string, unknown>> | null | undefined,
): Permission | null => {
  const declared = extensions?.[permissionKey];
  return isPermission(declared) ? declared : null;
};

const isPermission = (declared: unknown): declared is Permission =>
  typeof declared === 'object' && declared !== null && 'purposes' in declared && 'use' in declared;

/** Reading a case leaves a record, and those records can also be looked at for their own sake. */
export const accessLogPurposes = [...caseworkPurposes, 'audit'] as const satisfies readonly Purpose[];

export const readsCase = { purposes: caseworkPurposes, use: 'reading' } as const satisfies Permission;
export const recordsOnCase = { purposes: caseworkPurposes, use: 'recording' } as const satisfies Permission;
/** Who knew what is asked for no other purpose. */
export const reviewsRecord = {
  purposes: ['review'],
  use: 'reading',
  asks: { for: 'knowledge' },
} as const satisfies Permission;

/** Follows what happens on cases, for as long as one may. */
export const followsCases = {
  purposes: caseworkPurposes,
  use: 'subscribing',
  asks: { for: 'feed', by: 'cases' },
} as const satisfies Permission;

/** What a board records of its reviews. */
export const recordsReview = { purposes: ['review'], use: 'recording' } as const satisfies Permission;
