import type { OrganisationId } from '#kernel';
import type { Reader } from '#read-models';
import { opened, positionToken } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { unavailable } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import type { GatewaySettings } from '../settings.js';

/** The reader of a field whose permission demands a purpose. */
export const readerOf = ({ reader }: RootSource): Reader => {
  if (reader === null)
    throw new TypeError('This field reads a case, so its permission must demand a purpose.');
  return reader;
};

/** Waits until every view has applied the action that answered this token; UNAVAILABLE where that takes too long. */
export const whenAtLeast = async (
  { reads, tokens }: Pick<GatewayPorts, 'reads' | 'tokens'>,
  { waitMilliseconds }: Pick<GatewaySettings, 'waitMilliseconds'>,
  organisation: OrganisationId,
  token: string | null | undefined,
): Promise<void> => {
  if (token == null) return;
  const position = opened(tokens, positionToken, organisation, token, 'atLeast');
  if (!(await reads.upTo(position, { timeoutMs: waitMilliseconds }))) throw unavailable();
};
