import type { DecisionHistoryExported, Details } from '#casework';
import { isPosition, type Position } from '#event-store';
import type { Reader, ReadRefusal, RecordedOfReview } from '#read-models';
import { refusalOf } from '../disclosure/planned-answer.js';
import { notFound, type Refusal } from '../errors/refusal.js';
import type { GatewayPorts } from '../ports.js';
import { asExport } from './as-export.js';
import { optionsFrom, type ExportOptions } from './export-options.js';

type Ports = Pick<GatewayPorts, 'reads' | 'disclosures'>;

/** An export that was recorded, with how it was made. */
export interface OnRecord {
  readonly at: Position;
  readonly digest: string;
  readonly rows: number;
  readonly policyVersion: string;
  readonly options: ExportOptions;
}

/**
 * An export of a review that this reader recorded. Those of other reviewers are not there: what is kept from one of them
 * would show in whether the same can be made again.
 * @throws Refusal
 */
export const recordedExport = async (
  { reads, disclosures }: Ports,
  reader: Reader,
  reviewId: string,
  exportId: string,
): Promise<OnRecord> => {
  const work = await reads.workOfTheBoard(reader, reviewId);
  if (!work.ok) throw await exportDenied({ disclosures }, reader, work.reason);
  await disclosures.record(reader, asExport(work.value.touches));
  const { recorded } = await work.value.open();
  const found = recorded.find(
    ({ eventId, type, recordedBy }) =>
      eventId === exportId && type === 'DecisionHistoryExported' && recordedBy === reader.principal.person,
  );
  if (found === undefined) throw notFound();
  return onRecord(found);
};

/** Puts on record that an export was refused, and gives the refusal. */
export const exportDenied = async (
  { disclosures }: Pick<Ports, 'disclosures'>,
  reader: Reader,
  reason: ReadRefusal,
): Promise<Refusal> => {
  if (reason.code === 'NOT_FOUND') await disclosures.record(reader, asExport(reason.touches));
  return refusalOf(reason);
};

const onRecord = ({ details }: RecordedOfReview): OnRecord => {
  const exported = details as unknown as Details<typeof DecisionHistoryExported>;
  const { viewPosition, digest, rows, policyInForce } = exported;
  if (!isPosition(viewPosition)) throw new TypeError('An export was recorded without its position.');
  return { at: viewPosition, digest, rows, policyVersion: policyInForce, options: optionsFrom(exported) };
};
