export type CannotOpenReason = 'in-use' | 'not-an-event-log' | 'newer-schema' | 'corrupt' | 'unreadable';

const explanations: Record<CannotOpenReason, string> = {
  'in-use': 'Another process has the event log open; one process may have it at a time.',
  'not-an-event-log': 'The file is not an event log; it was left as it is.',
  'newer-schema': 'A newer version of the software wrote the event log; it was left as it is.',
  corrupt: 'The event log is damaged. Restore it from a backup; do not go on with it.',
  unreadable: 'The event log cannot be opened.',
};

/** The file cannot serve as the event log, and why. The file was not changed. */
export class CannotOpenEventLog extends Error {
  override readonly name = 'CannotOpenEventLog';

  constructor(
    readonly reason: CannotOpenReason,
    options?: ErrorOptions,
  ) {
    super(explanations[reason], options);
  }
}
