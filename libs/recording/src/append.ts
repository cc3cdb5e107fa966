import type { Appended } from '#event-store';
import { randomId } from '#kernel';
import { toStored, type SealedParts } from '#sealing';
import type { Drafted } from './headers.js';
import type { LoadedStream, LoadedStreams } from './loaded-streams.js';
import type { RecordingPorts } from './ports.js';

/**
 * Seals the parts of drafted events and appends all of them or none, at the revision that they were decided on. What
 * was appended is folded from what is at hand, so nothing is opened again.
 */
export const appendDrafted = async <State>(
  { sealing, store }: Pick<RecordingPorts, 'sealing' | 'store'>,
  streams: Pick<LoadedStreams<State>, 'take'>,
  loaded: LoadedStream<State>,
  drafted: readonly Drafted[],
  inputDigest: string,
): Promise<Appended> => {
  const sealed: SealedParts[] = [];
  for (const { header, parts, decided } of drafted) {
    sealed.push(await sealing.sealParts({ header, retention: decided.declaration.retention, parts }));
  }
  const events = drafted.map(({ header }, index) => ({
    // By ids that it has seen at that place the log answers as if it had taken this, although another process may have
    // decided something else under the same key. So each attempt has ids of its own, and what follows from the key stands
    // in the header.
    id: randomId(),
    type: header.type,
    data: toStored({ header, parts: sealed[index]!.sealed }),
    metadata:
      index === 0
        ? { inputDigest, $correlationId: header.correlation }
        : { $correlationId: header.correlation },
  }));
  const appended = await store.append(loaded.stream, events, {
    expected: loaded.revision < 0 ? 'no-stream' : loaded.revision,
  });
  const first = appended.revision - drafted.length + 1;
  streams.take(
    loaded,
    drafted.map(({ header, decided }, index) => ({
      revision: first + index,
      opened: { header, details: decided.details },
      remembered: {
        header,
        position: appended.position,
        inputDigest: index === 0 ? inputDigest : null,
      },
    })),
  );
  return appended;
};
