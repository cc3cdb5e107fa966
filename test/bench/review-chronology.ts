/** The integrated chronology of a review, opened and written as the gateway does it. */
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { always, chronologyQuestion, type Chronology } from '#read-models';
import type { ExportedFrom } from '../../apps/gateway/src/exports/canonical-chronology.js';
import type { ExportFormat } from '../../apps/gateway/src/exports/export-options.js';
import { exportedBytes } from '../../apps/gateway/src/exports/write-export.js';
import type { OpenedReview } from './review-record.js';

export interface OpenedChronology {
  readonly chronology: Chronology;
  readonly of: ExportedFrom;
}

export const openChronology = async (
  { ask, reviewId }: OpenedReview,
  identities: ExportedFrom['identities'] = 'personalised',
): Promise<OpenedChronology> => {
  const options = { identities, dates: 'kept', comments: true } as const;
  const words = { personName: () => null, yearsShifted: 3, findings: () => Promise.resolve([]) };
  const { answer, position, policyVersion } = await ask(always(chronologyQuestion(options, words)));
  const of = {
    review: reviewId,
    from: answer.from,
    until: answer.until,
    position,
    policyVersion,
    ...options,
  };
  return { chronology: answer, of };
};

/** All agencies together, without each agency's own before it. */
export const compositeOf = ({ chronology, of }: OpenedChronology): OpenedChronology => ({
  of,
  chronology: {
    ...chronology,
    sections: chronology.sections.filter(({ organisation }) => organisation === null),
  },
});

export const writeChronology = (
  opened: OpenedChronology,
  format: ExportFormat,
  digest: string,
  out: Writable,
): Promise<void> => pipeline(exportedBytes(opened, format, digest), out);
