import canonicalise from 'canonicalize';

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The one text of a JSON value (RFC 8785), so that a digest of it means the value and not its spelling. */
export const canonicalJson = (value: Json): string => {
  const text = canonicalise(value);
  if (text === undefined) throw new TypeError('A value without a JSON form has no canonical text.');
  return text;
};
