import { declaredOnce, type Telemetry } from '#platform';

const types = ['DeadlineSet', 'DeadlineMet', 'DeadlineMissed', 'DeadlineExtended', 'EventRetracted'] as const;

const declared = declaredOnce((metrics) => ({
  looks: metrics.counter({
    name: 'throughline_duty_looks_total',
    help: 'Cases whose deadlines were looked at by this process, by whether that could be done.',
    labels: { outcome: ['looked', 'failed'] },
  }),
  recorded: metrics.counter({
    name: 'throughline_deadlines_recorded_total',
    help: 'What this process has recorded of deadlines, by the type of event.',
    labels: { type: [...types, 'other'] },
  }),
  ended: metrics.counter({
    name: 'throughline_emergency_accesses_ended_total',
    help: 'Emergency accesses of which this process recorded that their time had run out.',
    labels: {},
  }),
  held: metrics.readGauge({
    name: 'throughline_duty_clock_held',
    help: 'Whether this process runs the clock of the duties; together one process must.',
    labels: {},
  }),
  late: metrics.readGauge({
    name: 'throughline_duty_clock_late_seconds',
    help: 'How late the clock of the duties is: how long the case waits that waits longest to be looked at, or the oldest event that was not followed. Every process tells the same.',
    labels: {},
  }),
  waiting: metrics.readGauge({
    name: 'throughline_duty_looks_waiting',
    help: 'Cases that are to be looked at by now.',
    labels: {},
  }),
}));

/** What happened in the clock of the duties. */
export type DutyClockCounted =
  | { readonly kind: 'looked'; readonly recorded: readonly string[] }
  | { readonly kind: 'look-failed' | 'access-ended' };

/** How late the clock is. */
export interface DutyClockLate {
  readonly seconds: number;
  readonly waiting: number;
}

/** Counts what the clock of the duties does in this process, and tells how late it is, whoever runs it. */
export const watchDutyClock = (
  clock: { readonly isHeld: () => boolean; readonly late: () => Promise<DutyClockLate> },
  { metrics }: Pick<Telemetry, 'metrics'>,
): ((counted: DutyClockCounted) => void) => {
  const { looks, recorded, ended, held, late, waiting } = declared(metrics);
  metrics.watch('duty-clock', () => [held.at({}, clock.isHeld() ? 1 : 0)]);
  metrics.watch('duty-clock', async () => {
    const told = await clock.late();
    return [late.at({}, told.seconds), waiting.at({}, told.waiting)];
  });
  return (counted) => {
    if (counted.kind === 'access-ended') ended.add({});
    else looks.add({ outcome: counted.kind === 'looked' ? 'looked' : 'failed' });
    if (counted.kind !== 'looked') return;
    for (const type of counted.recorded)
      recorded.add({ type: types.find((known) => known === type) ?? 'other' });
  };
};
