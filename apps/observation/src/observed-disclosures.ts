import { declaredOnce, observing, type Telemetry } from '#platform';
import type { DisclosureLog } from '#read-models';

const declared = declaredOnce((metrics) => ({
  disclosures: metrics.counter({
    name: 'throughline_disclosures_total',
    help: 'Records of disclosure before an answer, by what the answer was; where one failed, nothing was answered.',
    labels: { outcome: ['given', 'denied', 'failed'] },
  }),
}));

/** The disclosure log, each record counted and a part of its trace. */
export const observedDisclosures = (log: DisclosureLog, { metrics, traces }: Telemetry): DisclosureLog => {
  const { disclosures } = declared(metrics);
  return {
    record: (reader, touches) =>
      observing(
        () => traces.span('disclosure.record', { cases: touches.length }, () => log.record(reader, touches)),
        ({ answered }) => {
          for (const { outcome } of touches) disclosures.add({ outcome: answered ? outcome : 'failed' });
        },
      ),
  };
};
