import { declaredOnce, type Telemetry } from '#platform';

/** Everything that pages an operator, whichever part of the product raised it. */
export const alarmKinds = [
  'stalled',
  'begun-again',
  'parked',
  'policy-undecided',
  'policy-unknown',
  'log-unreachable',
  'newer-version',
  'not-sharing',
  'duty-clock-stalled',
  'duty-look-failed',
  'access-end-failed',
  'duty-clock-begun-again',
  'alerts-stalled',
  'alert-look-failed',
  'alerts-begun-again',
  'other',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

const declared = declaredOnce((metrics) => ({
  alarms: metrics.counter({
    name: 'throughline_alarms_total',
    help: 'Alarms that were raised; the log says more of each.',
    labels: { kind: alarmKinds },
  }),
}));

/** Counts an alarm. A kind that is none of the list is counted as `other`. */
export const countAlarm = (kind: string, { metrics }: Pick<Telemetry, 'metrics'>): void =>
  declared(metrics).alarms.add({ kind: alarmKinds.find((known) => known === kind) ?? 'other' });

/** Counts every alarm by its kind, and then tells it as before. */
export const countedAlarms = <Alarm extends { readonly kind: string }>(
  tell: (alarm: Alarm) => void,
  telemetry: Pick<Telemetry, 'metrics'>,
): ((alarm: Alarm) => void) => {
  declared(telemetry.metrics);
  return (alarm) => {
    countAlarm(alarm.kind, telemetry);
    tell(alarm);
  };
};
