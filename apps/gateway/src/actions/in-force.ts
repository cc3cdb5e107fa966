import type { Position } from '#event-store';
import { positionToken, sealed } from '../access/cursors.js';
import type { GatewayPorts } from '../ports.js';
import type { GatewaySettings } from '../settings.js';

/** Whether every view has applied what stands at a position, in the time that a request may wait. */
export const isApplied = async (
  { reads, logger }: Pick<GatewayPorts, 'reads' | 'logger'>,
  { waitMilliseconds }: Pick<GatewaySettings, 'waitMilliseconds'>,
  position: Position,
): Promise<boolean> => {
  try {
    return await reads.upTo(position, { timeoutMs: waitMilliseconds });
  } catch (error) {
    logger.error('The views could not be waited for.', { component: 'gateway', error });
    return false;
  }
};

/** The position of what was recorded, as the recorder's organisation is given it. */
export const positionFor = (
  { tokens }: Pick<GatewayPorts, 'tokens'>,
  organisation: string,
  position: Position,
): string => sealed(tokens, positionToken, organisation, position);
