/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that decide what a failure means here. */
export const resultCode = {
  noPermission: 3,
  busy: 5,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  notADatabase: 26,
} as const;

/** The fields by which the driver tells what SQLite said; asked for by name, since a driver's class is its own. */
const said = (error: unknown): { readonly errcode?: unknown; readonly errstr?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** The primary result code of an error that SQLite raised; undefined for any other error. */
export const resultCodeOf = (error: unknown): number | undefined => {
  const { errcode } = said(error);
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
};

/** SQLite's own words for its result code. They hold nothing of a row. */
export const describeFailure = (error: unknown): string => {
  const { errstr } = said(error);
  return typeof errstr === 'string' ? errstr : 'an unexpected failure';
};
