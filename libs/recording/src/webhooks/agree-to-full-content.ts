import { FullContentAgreed, problemsOfAgreement, validateDetails } from '#casework';
import { ExpectationFailed, type Position } from '#event-store';
import { derivedId, parseOccurred, type OrganisationId } from '#kernel';
import { AdministrationRefused, systemAuthor } from '../administration.js';
import { appendDrafted } from '../append.js';
import { draft } from '../headers.js';
import { loadedStreams } from '../loaded-streams.js';
import { openStoredWithout } from '../open-stored.js';
import type { RecordingPorts } from '../ports.js';
import { timeOfRecord } from '../time-of-record.js';
import type { Instant } from '#kernel';

export interface AgreeToFullContent {
  readonly organisation: OrganisationId;
  /** Extended Date/Time Format: a day. */
  readonly from: string;
  /** The last day; null: no end was agreed. */
  readonly until: string | null;
}

const mostAttempts = 8;

/** Its name holds no name of an organisation, as no stream's does. */
export const streamOfAgreement = (organisation: OrganisationId): string =>
  `agreement-${derivedId(organisation, 'agreement')}`;

/**
 * Records, for the operator, that an organisation's software may be delivered entries themselves. The newest agreement
 * counts, so one that ends earlier takes the place of the one before. The same one twice in a row is recorded once.
 * @throws AdministrationRefused
 */
export const agreeToFullContent = async (
  ports: Pick<RecordingPorts, 'store' | 'sealing' | 'clock'>,
  { organisation, from, until }: AgreeToFullContent,
): Promise<{ readonly position: Position; readonly repeated: boolean }> => {
  const said = { organisation, from, ...(until === null ? {} : { until }) };
  const details = validateDetails(FullContentAgreed, said);
  const problems = details.ok ? problemsOfAgreement(from, until) : details.reason;
  if (!details.ok || problems.length > 0)
    throw new AdministrationRefused(
      FullContentAgreed.type,
      problems.map(({ field, problem }) => `${field} ${problem}`),
    );
  const streams = loadedStreams<Instant | null>({
    store: ports.store,
    begin: null,
    evolve: (_before, { header }) => header.recordedAt,
    open: openStoredWithout,
    mostEvents: 1_000,
  });
  const digest = ports.sealing.digestOfInput(said);
  for (let attempt = 1; ; attempt += 1) {
    const loaded = await streams.upToDate(streamOfAgreement(organisation));
    const last = [...loaded.events.values()].at(-1);
    if (last?.inputDigest === digest) return { position: last.position, repeated: true };
    const recordedAt = timeOfRecord(ports.clock, loaded.state);
    const occurred = parseOccurred(recordedAt.slice(0, 10));
    if (!occurred.ok) throw new AdministrationRefused(FullContentAgreed.type, ['the clock tells no day']);
    const id = derivedId(FullContentAgreed.type, organisation, loaded.revision + 1);
    const drafted = draft(
      [{ declaration: FullContentAgreed, details: details.value, causedBy: null }],
      {
        ...{ occurred: occurred.value, source: 'own-act', lawfulBasis: null, relations: [], recordedAt },
        recorder: systemAuthor,
      },
      { stream: loaded.stream, caseId: null, eventIds: () => id },
      { handling: {}, correlation: id },
    );
    try {
      const { position } = await appendDrafted(ports, streams, loaded, drafted, digest);
      return { position, repeated: false };
    } catch (problem) {
      // Another process agreed too: read what it wrote and look again, within reason.
      if (!(problem instanceof ExpectationFailed) || attempt === mostAttempts) throw problem;
    }
  }
};
