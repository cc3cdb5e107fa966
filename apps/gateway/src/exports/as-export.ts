import type { CaseTouch } from '#read-models';

/** What is handed over for a file stands in the record as an export, by whichever question it was found. */
export const asExport = (touches: readonly CaseTouch[]): readonly CaseTouch[] =>
  touches.map((touch) => ({ ...touch, asked: 'export' }));
