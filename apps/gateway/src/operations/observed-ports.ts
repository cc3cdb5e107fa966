import {
  observedDisclosures,
  observedOversight,
  observedReads,
  observedRecording,
} from '../../../observation/src/index.js';
import { failingClosed } from '../disclosure/failing-closed.js';
import type { GatewayPorts } from '../ports.js';

/** The ports as the gateway uses them: counted and traced, and answering nothing that is not recorded. */
export const observedPorts = (given: GatewayPorts): GatewayPorts => ({
  ...given,
  recording: observedRecording(given.recording, given.telemetry),
  oversight: observedOversight(given.oversight, given.telemetry),
  reads: observedReads(given.reads, given.telemetry),
  disclosures: failingClosed(observedDisclosures(given.disclosures, given.telemetry), given.logger),
});
