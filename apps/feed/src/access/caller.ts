import type { Metadata } from '@grpc/grpc-js';
import { noParts, type Purpose } from '#casework';
import type { Principal } from '#identity';
import { accepted, isId, randomId, refused, type CaseId, type EventId, type Result } from '#kernel';
import { broughtTraceId, correlationOfTrace } from '#platform';
import type { CaseTouch, CurrentReader, FeedClosing, Reader } from '#read-models';
import {
  caseworkPurposes,
  purposeStated,
  type PurposeMistake,
} from '../../../programs/src/purpose-stated.js';
import { Refusal, unauthenticated, unavailable } from '../errors/refusal.js';
import type { FeedPorts } from '../ports.js';
import { recordFirst } from './record-first.js';

const bearer = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

const one = (metadata: Metadata, key: string): string | undefined => {
  const values = metadata.get(key);
  const [value] = values;
  // Two would leave it to chance which of them counts.
  return values.length === 1 && typeof value === 'string' ? value : undefined;
};

/** What a call brings besides its message. */
export interface Brought {
  readonly token: string | undefined;
  /** As it was stated, not yet checked. */
  readonly purpose: string | undefined;
  /** One id for everything that the call causes. */
  readonly correlation: string;
}

export const broughtWith = (metadata: Metadata): Brought => {
  const correlation = one(metadata, 'x-correlation-id');
  const traceId = broughtTraceId(one(metadata, 'traceparent'));
  return {
    token: bearer.exec(one(metadata, 'authorization') ?? '')?.[1],
    purpose: one(metadata, 'x-purpose'),
    correlation: isId(correlation)
      ? correlation.toLowerCase()
      : traceId === undefined
        ? randomId()
        : correlationOfTrace(traceId),
  };
};

export interface Caller {
  readonly principal: Principal;
  readonly token: string;
}

/** Whose call it is. Every way in which a token fails gives the same answer; which one it was is in the log. */
export const callerOf = async (
  { authenticate, logger }: Pick<FeedPorts, 'authenticate' | 'logger'>,
  { token, correlation }: Brought,
): Promise<Caller> => {
  if (token === undefined) throw unauthenticated();
  const principal = await authenticate(token);
  if (principal.ok) return { principal: principal.value, token };
  logger.info('A token was refused.', { component: 'feed', correlation, code: principal.reason });
  throw principal.reason === 'directory-not-current' ? unavailable() : unauthenticated();
};

/** What was asked for, so that a refused purpose is on record as a denial of it. */
export type AskedFor = { readonly cases: readonly CaseId[] } | { readonly eventId: EventId };

/** Who reads, with the purpose that was checked. Nobody may use the feed who may not read a timeline. */
export const readerOf = async (
  ports: Pick<FeedPorts, 'policy' | 'disclosures' | 'logger'>,
  principal: Principal,
  { purpose: stated, correlation }: Brought,
  asked: AskedFor,
): Promise<Reader> => {
  const purpose = purposeStated(ports.policy, principal, stated, caseworkPurposes);
  if (purpose.ok) return { principal, purpose: purpose.value, correlation };
  const { reason } = purpose;
  if (reason.mistake === 'not-allowed')
    await recordFirst(
      ports,
      { principal, purpose: reason.purpose, correlation },
      denials(asked, reason.decidedBy),
    );
  throw refusalOfPurpose(reason);
};

const refusalOfPurpose = ({ mistake }: PurposeMistake): Refusal => {
  const field = 'x-purpose';
  switch (mistake) {
    case 'missing':
      return new Refusal('PURPOSE_REQUIRED', 'Say in the metadata x-purpose for what purpose you ask.', {
        field,
      });
    case 'unknown':
      return new Refusal('INVALID_INPUT', `x-purpose must be one of ${caseworkPurposes.join(', ')}.`, {
        field,
      });
    case 'not-allowed':
      return new Refusal('FORBIDDEN', 'You may not ask this for the purpose that you state.');
  }
};

const denials = (asked: AskedFor, decidedBy: readonly string[]): readonly CaseTouch[] => {
  const denial = {
    outcome: 'denied',
    denial: 'purpose-not-allowed',
    // Nothing was looked up, so nothing is known of the case.
    caseKnown: false,
    asOf: null,
    whole: false,
    decidedBy,
    policyVersion: null,
    viewPosition: null,
  } as const;
  if ('eventId' in asked)
    return [
      { ...denial, asked: 'entry', caseId: null, events: [{ eventId: asked.eventId, parts: noParts }] },
    ];
  const cases = asked.cases.length === 0 ? [null] : asked.cases;
  return cases.map((caseId) => ({ ...denial, asked: 'feed', caseId, events: [] }));
};

/** Who the subscriber is each time that something is to be delivered: token, directory and policy are asked anew. */
export const currentReader =
  (
    { authenticate, policy }: Pick<FeedPorts, 'authenticate' | 'policy'>,
    token: string,
    purpose: Purpose,
    correlation: string,
  ): CurrentReader =>
  async (): Promise<Result<Reader, FeedClosing>> => {
    const principal = await authenticate(token);
    if (!principal.ok) {
      if (principal.reason === 'expired') return refused('token-expired');
      return refused(
        principal.reason === 'directory-not-current' ? 'view-unavailable' : 'no-longer-authenticated',
      );
    }
    const stated = purposeStated(policy, principal.value, purpose, caseworkPurposes);
    return stated.ok
      ? accepted({ principal: principal.value, purpose: stated.value, correlation })
      : refused('purpose-no-longer-allowed');
  };
