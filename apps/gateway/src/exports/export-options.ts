import type { DecisionHistoryExported, Details } from '#casework';
import type { ChronologyOptions } from '#read-models';

export type ExportFormat = Details<typeof DecisionHistoryExported>['format'];

/** How a chronology is exported. With the review and the position it says all of what is in it. */
export interface ExportOptions extends Pick<ChronologyOptions, 'identities' | 'dates' | 'comments'> {
  readonly format: ExportFormat;
}

/** What stands on record of an export, beside where in the log it was drawn from. */
export const optionsOnRecord = ({ format, identities, dates, comments }: ExportOptions) => ({
  format,
  anonymised: identities === 'anonymised',
  datesShifted: dates === 'shifted',
  withComments: comments,
});

/** The options of an export that was recorded. */
export const optionsFrom = (
  recorded: Pick<
    Details<typeof DecisionHistoryExported>,
    'format' | 'anonymised' | 'datesShifted' | 'withComments'
  >,
): ExportOptions => ({
  format: recorded.format,
  identities: recorded.anonymised ? 'anonymised' : 'personalised',
  dates: recorded.datesShifted === true ? 'shifted' : 'kept',
  comments: recorded.withComments === true,
});
