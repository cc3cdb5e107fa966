/** A part names a data key that is not kept here: it was destroyed, or the data come from elsewhere. */
export class DataKeyUnknown extends Error {
  override readonly name = 'DataKeyUnknown';

  constructor(readonly key: string) {
    super(`There is no data key ${key}.`);
  }
}

/** A data key that is kept cannot be unwrapped: it is damaged, or was put in another's place. */
export class DataKeyUnusable extends Error {
  override readonly name = 'DataKeyUnusable';

  constructor(readonly key: string) {
    super(`The data key ${key} cannot be unwrapped: it is damaged, or belongs to something else.`);
  }
}

/** The data were sealed under another key-encryption key than the one that is here. */
export class WrongKeyEncryptionKey extends Error {
  override readonly name = 'WrongKeyEncryptionKey';

  constructor(options?: ErrorOptions) {
    super(
      'The data here were sealed under another key-encryption key. Put back the key file, or name the key of the key service, that belongs to them.',
      options,
    );
  }
}
