import { declaredOnce, type Telemetry } from '#platform';
import { refusalCodes, type RefusalCode } from '../errors/refusal.js';

const codes = [...refusalCodes, 'INTERNAL'] as const;

const declared = declaredOnce((metrics) => ({
  refusals: metrics.counter({
    name: 'throughline_refusals_total',
    help: 'Errors that were answered, by code; INTERNAL is what nobody foresaw.',
    labels: { code: codes },
  }),
}));

/** Counts one error of an answer. */
export type CountRefusal = (code: RefusalCode | 'INTERNAL') => void;

export const countingRefusals = ({ metrics }: Pick<Telemetry, 'metrics'>): CountRefusal => {
  const { refusals } = declared(metrics);
  return (code) => refusals.add({ code });
};
