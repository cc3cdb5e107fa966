export type KeyFileMistake =
  | 'refused-in-production'
  | 'missing'
  | 'corrupt'
  | 'wrong-length'
  | 'readable-by-others'
  | 'not-readable'
  | 'not-writable';

const remedies: Record<KeyFileMistake, string> = {
  'refused-in-production':
    'is for development and is refused in production: keep the key-encryption key in a key management service.',
  missing:
    'is missing, and the data folder holds sealed data. Restore it from where it was kept: without it nothing that is sealed can be read.',
  corrupt: 'is damaged. Restore it from where it was kept.',
  'wrong-length': 'does not hold a key of 256 bits. Restore it from where it was kept.',
  'readable-by-others':
    'can be read by other users of this machine: chmod 600 it, and consider the key known to them.',
  'not-readable': 'cannot be read by this process. Give it to the user that runs the process.',
  'not-writable': 'could not be made. Look at the rights of its folder and the space on its disk.',
};

/** The key file cannot be used; the message says why and what to do, and nothing of what is in it. */
export class KeyFileUnusable extends Error {
  override readonly name = 'KeyFileUnusable';

  constructor(
    readonly file: string,
    readonly mistake: KeyFileMistake,
    options?: ErrorOptions,
  ) {
    super(`The key file ${file} ${remedies[mistake]}`, options);
  }
}
