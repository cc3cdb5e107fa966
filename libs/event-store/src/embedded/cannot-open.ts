export type CannotOpenReason =
  | 'in-use'
  | 'not-an-event-log'
  | 'newer-schema'
  | 'corrupt'
  | 'not-writable'
  | 'no-space'
  | 'disk-failed'
  | 'unreadable';

const explanations: Record<CannotOpenReason, string> = {
  'in-use':
    'Another process has the event log open; one process may have it at a time. Stop that process, or give this one another data folder.',
  'not-an-event-log':
    'The file of the event log (events.sqlite) is not an event log; it was left as it is. Restore the log from a backup.',
  'newer-schema':
    'A newer version of the software wrote the event log; it was left as it is. Start that version or a later one.',
  corrupt: 'The event log is damaged. Restore it from a backup; do not go on with it.',
  'not-writable':
    'The event log cannot be written by this process. Give its file and folder to the user that runs the process.',
  'no-space': 'The disk of the event log is full. Make room on it.',
  'disk-failed': 'The disk of the event log failed. Look at the disk before you start again.',
  unreadable: 'The event log cannot be opened. Look at what stands in the place of its file.',
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
