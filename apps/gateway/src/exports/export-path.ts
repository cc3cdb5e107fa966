/** Where the file of an export is fetched. */
export const exportPath = (reviewId: string, exportId: string): string =>
  `/reviews/${reviewId}/exports/${exportId}`;
