import { CannotOpenEventLog } from '#event-store';
import { SlotsDiffer } from '#projections';
import { DatabaseUnusable, SchemaNewerThanCode, type TellableError } from '#platform';
import { UnknownEventType } from '#recording';
import { KeyFileUnusable, KeyProviderUnavailable, KeyServiceUnusable, WrongKeyEncryptionKey } from '#sealing';
import { DirectoryUnreadable } from '../../programs/src/directory.js';
import { CannotListen } from '../../programs/src/listening.js';
import { PolicyCouldNotDecide } from '../../programs/src/policies.js';
import { NoPolicyAdopted, PolicyNotAsAdopted } from '../../programs/src/policy-in-force.js';

/** Errors of the cluster's programs that say in our own words what is wrong and what to do. */
export const tellable: readonly TellableError[] = [
  CannotListen,
  CannotOpenEventLog,
  DatabaseUnusable,
  DirectoryUnreadable,
  KeyFileUnusable,
  KeyProviderUnavailable,
  KeyServiceUnusable,
  NoPolicyAdopted,
  PolicyCouldNotDecide,
  PolicyNotAsAdopted,
  SchemaNewerThanCode,
  SlotsDiffer,
  UnknownEventType,
  WrongKeyEncryptionKey,
];
