import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '#kernel';
import type { Chronology } from '#read-models';

/** What an export is of, beside its rows: with these the same export can be made again and compared. */
export interface ExportedFrom {
  readonly review: string;
  /** Extended Date/Time Format, as they stand in the chronology. */
  readonly from: string;
  readonly until: string;
  /** The place in the log, as the board's organisation is given it. */
  readonly position: string;
  readonly policyVersion: string;
  readonly identities: 'personalised' | 'anonymised';
  readonly dates: 'kept' | 'shifted';
  readonly comments: boolean;
}

const form = 'throughline-chronology-1';

/**
 * The one text of a chronology (RFC 8785), piece by piece, so that it is never in memory as a whole. Its digest stands on
 * every page of every other format.
 */
export async function* canonicalChronology(chronology: Chronology, of: ExportedFrom): AsyncGenerator<string> {
  // The members of an object stand in the order of their names.
  yield `{"agencies":${canonicalJson(chronology.agencies.map((agency) => ({ ...agency })))},"form":${canonicalJson(form)},"of":${canonicalJson({ ...of })},`;
  yield `"people":${canonicalJson(chronology.people.map((person) => ({ ...person })))},"sections":[`;
  for (const [index, { heading, organisation, rows }] of chronology.sections.entries()) {
    const agency = of.identities === 'anonymised' ? null : organisation;
    yield `${index === 0 ? '' : ','}{"heading":${canonicalJson(heading)},"organisation":${canonicalJson(agency)},"rows":[`;
    let first = true;
    for await (const row of rows()) {
      yield `${first ? '' : ','}${canonicalJson(row as unknown as Json)}`;
      first = false;
    }
    yield ']}';
  }
  yield ']}';
}

export interface Digested {
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly rows: number;
}

export const digestOfChronology = async (
  chronology: Chronology,
  of: ExportedFrom,
  onRows: (rows: number) => void = () => undefined,
): Promise<Digested> => {
  const hash = createHash('sha256');
  let rows = 0;
  const counted: Chronology = {
    ...chronology,
    sections: chronology.sections.map((section) => ({
      ...section,
      rows: async function* () {
        for await (const row of section.rows()) {
          rows += 1;
          if (rows % 500 === 0) onRows(rows);
          yield row;
        }
      },
    })),
  };
  for await (const piece of canonicalChronology(counted, of)) hash.update(piece);
  onRows(rows);
  return { digest: hash.digest('hex'), rows };
};
