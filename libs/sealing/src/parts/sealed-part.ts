import type { PartName } from '#casework';

/** A part as it is stored and shared: its words can be read only with the data key that `key` names. */
export interface SealedPart {
  readonly part: PartName;
  /** Id of the data key. */
  readonly key: string;
  /** 96 random bits, base64url. */
  readonly nonce: string;
  /** Ciphertext followed by its 128-bit tag, base64url. */
  readonly sealed: string;
}

/**
 * A part does not open: it, its header, its name or its nonce is not what was sealed, or it was sealed under another
 * key. Somebody changed what is stored, or the disk did: the operator must be told.
 */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(readonly part: PartName) {
    super(`The seal of a part ${part} is broken: what is stored is not what was sealed.`);
  }
}

/** The parts given to be sealed are not the parts that the header names. */
export class PartsNotAsNamed extends Error {
  override readonly name = 'PartsNotAsNamed';

  constructor() {
    super(
      'The header of an event names exactly the parts that are sealed with it, in the order of the vocabulary.',
    );
  }
}
