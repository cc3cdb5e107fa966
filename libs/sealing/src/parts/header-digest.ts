import { createHash } from 'node:crypto';
import type { EventHeader } from '#casework';
import { canonicalJson, type Json } from '#kernel';

/** SHA-256 of a header's canonical text (RFC 8785), base64url. It is bound to every part of the event. */
export type HeaderDigest = string;

/** The header as plain JSON. */
export const headerJson = (header: EventHeader): { readonly [member: string]: Json | undefined } => ({
  ...header,
  recordedBy: { ...header.recordedBy },
  handling: { ...header.handling, caveats: header.handling.caveats.map((caveat) => ({ ...caveat })) },
  relations: header.relations.map((relation) => ({ ...relation })),
});

export const headerDigest = (header: EventHeader): HeaderDigest =>
  createHash('sha256')
    .update(canonicalJson(headerJson(header)))
    .digest('base64url');
