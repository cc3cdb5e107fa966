import type { Role } from '#casework';
import type { EventId, Instant, OrganisationId, PersonId } from '#kernel';
import type { ChronologyRow } from './chronology-row.js';

/** How a chronology is made. The same record and the same options give the same rows. */
export interface ChronologyOptions {
  /**
   * `anonymised`: people, agencies and what the record holds as names are replaced by codes that stay the same from one
   * chronology of the review to the next. What was written freely may still tell who it is: somebody has to read it.
   */
  readonly identities: 'personalised' | 'anonymised';
  /** `shifted`: every date goes back by the same number of years, which is the same for every chronology of the review. */
  readonly dates: 'kept' | 'shifted';
  /** Whether the reviewers' findings stand beside the events that they are about. */
  readonly comments: boolean;
  /** A time of this many days or more in which nothing occurred is a row; 90 unless told. */
  readonly silenceDays?: number;
}

/** What a reviewer recorded about events of the review. */
export interface RecordedFinding {
  readonly about: readonly EventId[];
  readonly kind: string;
  readonly significance: string;
  readonly finding: string;
  readonly recommendation: string | null;
}

/** What the record of the agencies does not tell: names, the reviewers' findings, and by how much dates are shifted. */
export interface ChronologyWords {
  /** In the order in which they were recorded; asked for when the chronology is opened, and only where it has them. */
  readonly findings: () => Promise<readonly RecordedFinding[]>;
  readonly personName: (person: PersonId) => string | null;
  /** 1 to 9. */
  readonly yearsShifted: number;
}

/** A person who stands in the chronology by a code. */
export interface CodedPerson {
  readonly code: string;
  /** Null where the chronology is anonymised, or nobody of this id is enrolled. */
  readonly name: string | null;
  readonly role: Role | null;
  readonly agency: string;
}

/** An agency that stands in the column of who had what by a code. */
export interface CodedAgency {
  readonly code: string;
  /** Anonymised: what it is for, and a number. */
  readonly name: string;
}

export interface ChronologySection {
  /** Null for the composite. */
  readonly organisation: OrganisationId | null;
  readonly heading: string;
  /** May be read again and again; each time the details are opened anew, a batch at a time. */
  readonly rows: () => AsyncIterable<ChronologyRow>;
}

/** Each agency's own first, then the composite. */
export interface Chronology {
  /** The time in scope, Extended Date/Time Format, as dates are shown in it. */
  readonly from: string;
  readonly until: string;
  /** When the last of its events was recorded, as dates are shown in it; null where it has none. */
  readonly lastRecorded: Instant | null;
  readonly sections: readonly ChronologySection[];
  readonly agencies: readonly CodedAgency[];
  readonly people: readonly CodedPerson[];
  readonly events: number;
}
