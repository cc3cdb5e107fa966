/** `no-asylum-status` and `lawReliedOn` as a reader of English has them: `no asylum status`, `law relied on`. */
export const inWords = (code: string): string =>
  code
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();

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

/** `3 days`, `1 day`, `2 years and 41 days`: a length of time that can be read aloud. */
export const daysInWords = (days: number): string => {
  const years = Math.floor(days / 365);
  const rest = days - years * 365;
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  if (years === 0) return count(days, 'day');
  return rest === 0 ? count(years, 'year') : `${count(years, 'year')} and ${count(rest, 'day')}`;
};
