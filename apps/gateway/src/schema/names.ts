/** The name of a code in the schema: `no-asylum-status` is `NO_ASYLUM_STATUS`, `17-or-over` is `_17_OR_OVER`. */
export const codeName = (value: string): string => {
  const name = value
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  return /^[0-9]/.test(name) ? `_${name}` : name;
};

/** The codes of a list by their names in the schema. Two codes with one name could not be told apart: refused at start. */
export const namedCodes = (list: string, values: readonly string[]): Readonly<Record<string, string>> => {
  const named: Record<string, string> = {};
  for (const value of values) {
    const name = codeName(value);
    if (named[name] !== undefined) throw new Error(`The list ${list} has two codes named ${name}.`);
    named[name] = value;
  }
  return named;
};

/** Gives each name of the schema to one thing only; a second claim stops the start. */
export const nameBook = () => {
  const taken = new Map<string, string>();
  return (name: string, what: string): void => {
    const before = taken.get(name);
    if (before !== undefined)
      throw new Error(`${what} and ${before} would both be called ${name} in the schema.`);
    taken.set(name, what);
  };
};
