/** Either a value or the reason why there is none. Rules and parsers return it; they do not throw. */
export type Result<Value, Reason> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Reason };

export const accepted = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });
export const refused = <Reason>(reason: Reason): Result<never, Reason> => ({ ok: false, reason });
