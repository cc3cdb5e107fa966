import { declarationOf, detailsFrom, upcastDetails, type EventHeader, type PartName } from '#casework';
import type { RecordedEvent } from '#event-store';
import { fromStored, headerDigest, type Sealing } from '#sealing';
import type { FoldedEvent } from './loaded-streams.js';

/** The log holds events of a later version of the product. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';

  constructor(type: string) {
    super(
      `The log holds an event of the type ${type}, which this version does not know. Start the version that wrote it.`,
    );
  }
}

type Opened = Pick<FoldedEvent, 'opened' | 'remembered'>;

const digestIn = (metadata: unknown): string | null =>
  typeof metadata === 'object' && metadata !== null && 'inputDigest' in metadata
    ? String(metadata.inputDigest)
    : null;

const remembered = (event: RecordedEvent, header: EventHeader) => ({
  header,
  position: event.position,
  inputDigest: digestIn(event.metadata),
});

/** For folds that need headers alone: nothing is opened. */
export const openStoredWithout = async (events: readonly RecordedEvent[]): Promise<readonly Opened[]> =>
  events.map((event) => {
    const { header } = fromStored(event.data);
    return { opened: { header, details: {} }, remembered: remembered(event, header) };
  });

/** Opens every part of some events, for the rules and for the fold of the directory; nothing of it is handed to a reader. */
export const openStored =
  (sealing: Pick<Sealing, 'openParts'>) =>
  async (events: readonly RecordedEvent[]): Promise<readonly Opened[]> => {
    const stored = events.map((event) => ({ event, ...fromStored(event.data) }));
    const answers = await sealing.openParts(
      stored.flatMap(({ header, parts }) => {
        const digest = headerDigest(header);
        return parts.map((sealed) => ({ headerDigest: digest, sealed }));
      }),
    );
    let next = 0;
    return stored.map(({ event, header, parts }) => {
      const opened = new Map<PartName, Readonly<Record<string, unknown>>>();
      for (const { part } of parts) {
        const answer = answers[next++]!;
        if (!answer.ok) throw answer.reason;
        opened.set(part, answer.value as Readonly<Record<string, unknown>>);
      }
      const declaration = declarationOf(header.type);
      if (declaration === undefined) throw new UnknownEventType(header.type);
      const details = upcastDetails(declaration, header.version, detailsFrom(opened));
      return { opened: { header, details }, remembered: remembered(event, header) };
    });
  };
