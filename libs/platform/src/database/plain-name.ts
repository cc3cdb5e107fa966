const plainName = /^[a-z](?:_?[a-z0-9]+)*$/;

/** Names of namespaces and channels stand in SQL: lower case letters, digits and single underscores, 48 at the most. */
export const seePlainName = (name: string): string => {
  if (plainName.test(name) && name.length <= 48) return name;
  throw new RangeError(
    'A name for the database is made of lower case letters, digits and single underscores.',
  );
};
