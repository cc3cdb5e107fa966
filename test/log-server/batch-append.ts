import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  ExpectationFailed,
  StreamDeleted,
  TooLarge,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#event-store';
import type { Json } from '#kernel';
import type { AppendFault } from './faults.js';
import { notLeader, unavailable } from './failures.js';
import { googleAny, googleEmpty, rpcCode, rpcStatus, shared, streams } from './protocol.js';
import type { Served } from './served.js';
import { idOf, nameOf, placeOf, streamIdentifier } from './wire.js';

type Request = InstanceType<typeof streams.BatchAppendReq>;
type Response = InstanceType<typeof streams.BatchAppendResp>;
type Options = InstanceType<typeof streams.BatchAppendReq.Options>;

interface Pending {
  readonly options: Options;
  readonly correlation: ReturnType<Request['getCorrelationId']>;
  readonly events: NewEvent[];
}

const parsed = (bytes: Uint8Array): Json => JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;

const eventsOf = (request: Request): NewEvent[] =>
  request.getProposedMessagesList().map((message) => {
    const metadata = message.getCustomMetadata_asU8();
    return {
      id: idOf(message.getId()),
      type: message.getMetadataMap().get('type') ?? '',
      data: parsed(message.getData_asU8()),
      ...(metadata.length > 0 && { metadata: parsed(metadata) }),
    };
  });

const expectedBy = (options: Options): ExpectedRevision => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream-exists';
  return Number(options.getStreamPosition());
};

const success = ({ revision, position }: Appended) => {
  const answer = new streams.BatchAppendResp.Success();
  if (revision < 0) answer.setNoStream(new googleEmpty.Empty());
  else answer.setCurrentRevision(String(revision));
  const place = placeOf(position).toString();
  return answer.setPosition(
    new shared.AllStreamPosition().setCommitPosition(place).setPreparePosition(place),
  );
};

const detailed = (message: string, bytes: Uint8Array, typeName: string) => {
  const details = new googleAny.Any();
  details.pack(bytes, `event_store.client.${typeName}`);
  return new rpcStatus.Status().setCode(rpcCode.Code.UNKNOWN).setMessage(message).setDetails(details);
};

const timedOut = () => detailed('Timeout', new shared.Timeout().serializeBinary(), 'Timeout');

const refusal = (error: unknown) => {
  if (error instanceof StreamDeleted) {
    const message = new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(error.stream));
    return detailed('StreamDeleted', message.serializeBinary(), 'StreamDeleted');
  }
  if (error instanceof TooLarge) {
    const message = new shared.MaximumAppendSizeExceeded().setMaxappendsize(error.limit);
    return detailed('MaximumAppendSizeExceeded', message.serializeBinary(), 'MaximumAppendSizeExceeded');
  }
  if (error instanceof ExpectationFailed) {
    const message = new shared.WrongExpectedVersion();
    if (error.actual === 'no-stream') message.setCurrentNoStream(new googleEmpty.Empty());
    else message.setCurrentStreamRevision(String(error.actual));
    if (typeof error.expected === 'number') message.setExpectedStreamPosition(String(error.expected));
    else if (error.expected === 'no-stream') message.setExpectedNoStream(new googleEmpty.Empty());
    else message.setExpectedStreamExists(new googleEmpty.Empty());
    return detailed('WrongExpectedVersion', message.serializeBinary(), 'WrongExpectedVersion');
  }
  return detailed('Unknown', new shared.Unknown().serializeBinary(), 'Unknown');
};

const answerOf = async (
  store: EventStore,
  { options, correlation, events }: Pending,
  fault: AppendFault,
): Promise<Response> => {
  const stream = nameOf(options.getStreamIdentifier());
  const response = new streams.BatchAppendResp()
    .setCorrelationId(correlation)
    .setStreamIdentifier(streamIdentifier(stream));
  if (fault === 'timed-out') return response.setError(timedOut());
  try {
    const appended = await store.append(stream, events, { expected: expectedBy(options) });
    return response.setSuccess(success(appended));
  } catch (error) {
    return response.setError(refusal(error));
  }
};

/** Many appends on one connection, each answered by its correlation id when it is durable. */
export const batchAppend =
  ({ store, faults, seen, dropConnection, leader, admits }: Served) =>
  (call: ServerDuplexStream<Request, Response>): void => {
    const refused = admits(call);
    if (refused !== undefined) {
      call.emit('error', refused);
      return;
    }
    if (call.metadata.get('requires-leader').length > 0) seen.leaderRequired += 1;
    const pending = new Map<string, Pending>();
    let open = 0;
    let hasEnded = false;

    const serve = async (append: Pending): Promise<void> => {
      const fault = faults.appends.shift() ?? 'served';
      if (fault === 'dropped-before-writing') return dropConnection(call);
      if (fault === 'unavailable') return void call.emit('error', unavailable());
      if (fault === 'not-leader') return void call.emit('error', notLeader(leader()));
      if (fault === 'never-answered') return;
      const response = await answerOf(store, append, fault);
      if (fault === 'dropped-after-writing') return dropConnection(call);
      if (fault !== 'written-and-never-answered' && !call.destroyed) call.write(response);
    };

    const endWhenDone = () => {
      if (hasEnded && open === 0) call.end();
    };

    call.on('data', (request: Request) => {
      const correlation = request.getCorrelationId();
      const id = idOf(correlation);
      const options = request.getOptions();
      if (options !== undefined) pending.set(id, { options, correlation, events: [] });
      const append = pending.get(id);
      if (append === undefined) return;
      append.events.push(...eventsOf(request));
      if (!request.getIsFinal()) return;
      pending.delete(id);
      seen.batchAppends += 1;
      open += 1;
      void serve(append).finally(() => {
        open -= 1;
        endWhenDone();
      });
    });
    call.on('end', () => {
      hasEnded = true;
      endWhenDone();
    });
    // A client that is gone takes nothing with it: what it asked for is written or not, by itself.
    call.on('error', () => pending.clear());
  };
