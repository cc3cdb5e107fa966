export type CannotOpenReason =
  | 'in-use'
  | 'not-an-event-log'
  | 'newer-schema'
  | 'corrupt'
  | 'not-writable'
  | 'no-space'
  | 'disk-failed'
  | 'unreadable'
  | 'malformed-url'
  | 'unverified-tls'
  | 'certificate-file-unreadable'
  | 'credentials-refused'
  | 'tls-not-trusted'
  | 'tls-not-spoken'
  | 'unsupported-server'
  | 'unreachable';

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
  'malformed-url':
    'KURRENTDB_URL is not a connection string of KurrentDB. Write kurrentdb://user:password@host:2113?tls=true, with every special character of the password percent-encoded, and only settings that the client knows.',
  'unverified-tls':
    'KURRENTDB_URL switches off the check of the certificate (tlsVerifyCert=false). Take that out, and name the authority that signed the certificate: tlsCaFile=/path/to/ca.crt.',
  'certificate-file-unreadable':
    'A certificate or key file that KURRENTDB_URL names (tlsCaFile, userCertFile, userKeyFile) cannot be read. Correct the path, or let this user read the file.',
  'credentials-refused':
    'KurrentDB refuses the user or the password of KURRENTDB_URL. Correct them there; special characters are percent-encoded.',
  'tls-not-trusted':
    'The certificate of KurrentDB is not trusted. Name the authority that signed it in KURRENTDB_URL (tlsCaFile=/path/to/ca.crt), and use a host name that stands in the certificate.',
  'tls-not-spoken':
    'KURRENTDB_URL asks for TLS and what answers there does not speak it. Give the port of KurrentDB, or write tls=false where the server runs without TLS.',
  'unsupported-server':
    'The server at KURRENTDB_URL is no KurrentDB (EventStoreDB) of version 23.10 or later with batch append. Upgrade the server.',
  unreachable:
    'KurrentDB does not answer at the address in KURRENTDB_URL. Start it, or correct host and port, and look at the firewall between.',
};

/** The event log cannot be used, and why, in one line that says what to do. Nothing was changed. */
export class CannotOpenEventLog extends Error {
  override readonly name = 'CannotOpenEventLog';

  constructor(
    readonly reason: CannotOpenReason,
    options?: ErrorOptions,
  ) {
    super(explanations[reason], options);
  }
}
