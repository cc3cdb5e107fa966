import { declaredOnce, type Telemetry } from '#platform';
import type { Sealing } from '#sealing';

const declared = declaredOnce((metrics) => ({
  held: metrics.readGauge({
    name: 'throughline_data_keys_held',
    help: 'Unwrapped data keys in memory.',
    labels: {},
  }),
}));

/** Sealing as a part of the traces, and the number of the keys that it holds. */
export const observedSealing = (sealing: Sealing, { metrics, traces }: Telemetry): Sealing => {
  const { held } = declared(metrics);
  metrics.watch('data-keys', () => [held.at({}, sealing.keysHeld())]);
  return {
    ...sealing,
    sealParts: (event) =>
      traces.span('sealing.seal', { parts: event.parts.size }, () => sealing.sealParts(event)),
    openParts: (parts) =>
      traces.span('sealing.open', { parts: parts.length }, () => sealing.openParts(parts)),
  };
};
