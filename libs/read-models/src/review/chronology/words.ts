/** `no-asylum-status` and `lawReliedOn` as a reader of English has them: `no asylum status`, `law relied on`. */
export const inWords = (code: string): string =>
  code
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
    .replace(/\bchilds\b/, 'child’s')
    .replace(/\bnrm\b/, 'NRM');

/** The same at the beginning of a sentence. */
export const asHeading = (code: string): string => {
  const words = inWords(code);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Sentences put together; what is empty leaves nothing. */
export const sentences = (parts: readonly (string | null | undefined)[]): string =>
  parts
    .filter((part): part is string => part !== null && part !== undefined && part !== '')
    .map((part) => (/[.!?"”’]$/.test(part) ? part : `${part}.`))
    .join(' ');
