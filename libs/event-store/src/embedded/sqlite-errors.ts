/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that decide what a failure means here. */
export const resultCode = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  notADatabase: 26,
} as const;

/** The primary result code of an error that SQLite raised; undefined for any other error. */
export const resultCodeOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
};

/** SQLite's own words for its result code. They hold nothing of a row. */
export const describeFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown failure';
  return 'errstr' in error && typeof error.errstr === 'string' ? error.errstr : error.name;
};
