import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { randomId } from '#kernel';
import { type EventStore, type ExpectedRevision } from '#event-store';
import { asServiceError } from './failures.js';
import { streams } from './protocol.js';
import type { Served } from './served.js';
import { nameOf, placeOf, tombstones } from './wire.js';

type DeleteRequest = InstanceType<typeof streams.DeleteReq>;
type DeleteResponse = InstanceType<typeof streams.DeleteResp>;
type TombstoneRequest = InstanceType<typeof streams.TombstoneReq>;
type TombstoneResponse = InstanceType<typeof streams.TombstoneResp>;
type Options =
  InstanceType<typeof streams.DeleteReq.Options> | InstanceType<typeof streams.TombstoneReq.Options>;

const expectedBy = (options: Options | undefined): ExpectedRevision => {
  if (options?.hasNoStream()) return 'no-stream';
  if (options?.hasStreamExists()) return 'stream-exists';
  return options?.hasRevision() ? Number(options.getRevision()) : 'any';
};

const headOf = async (store: EventStore): Promise<string> => {
  const head = await store.head();
  return head === null ? '0' : placeOf(head).toString();
};

export const deleteStream =
  ({ store, admits }: Served) =>
  (call: ServerUnaryCall<DeleteRequest, DeleteResponse>, answer: sendUnaryData<DeleteResponse>): void => {
    const refused = admits(call);
    if (refused !== undefined) return answer(refused);
    const options = call.request.getOptions();
    const remove = async () => {
      await store.deleteStream(nameOf(options?.getStreamIdentifier()), { expected: expectedBy(options) });
      const place = await headOf(store);
      const position = new streams.DeleteResp.Position().setCommitPosition(place).setPreparePosition(place);
      return new streams.DeleteResp().setPosition(position);
    };
    remove().then(
      (response) => answer(null, response),
      (error: unknown) => answer(asServiceError(error)),
    );
  };

export const tombstoneStream =
  ({ store, admits }: Served) =>
  (
    call: ServerUnaryCall<TombstoneRequest, TombstoneResponse>,
    answer: sendUnaryData<TombstoneResponse>,
  ): void => {
    const refused = admits(call);
    if (refused !== undefined) return answer(refused);
    const options = call.request.getOptions();
    const remove = async () => {
      const stream = nameOf(options?.getStreamIdentifier());
      await store.tombstoneStream(stream, { expected: expectedBy(options) });
      // The event by which the whole log tells of it; the store behind keeps none.
      await store.append(tombstones, [{ id: randomId(), type: 'Tombstone', data: stream }], {
        expected: 'any',
      });
      const place = await headOf(store);
      const position = new streams.TombstoneResp.Position()
        .setCommitPosition(place)
        .setPreparePosition(place);
      return new streams.TombstoneResp().setPosition(position);
    };
    remove().then(
      (response) => answer(null, response),
      (error: unknown) => answer(asServiceError(error)),
    );
  };
