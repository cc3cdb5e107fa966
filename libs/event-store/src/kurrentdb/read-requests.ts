import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { Direction } from '../port.js';
import { numbersOf, type Position } from '../position.js';

export type ReadRequest = InstanceType<typeof streams.ReadReq>;
type Options = InstanceType<typeof streams.ReadReq.Options>;

const { ReadReq } = streams;
const empty = () => new shared.Empty();

const finished = (options: Options, direction: Direction, count: number): ReadRequest =>
  new ReadReq().setOptions(
    options
      .setReadDirection(
        direction === 'forwards'
          ? ReadReq.Options.ReadDirection.FORWARDS
          : ReadReq.Options.ReadDirection.BACKWARDS,
      )
      .setResolveLinks(false)
      .setCount(String(count))
      .setUuidOption(new ReadReq.Options.UUIDOption().setString(empty())),
  );

export const streamRequest = (
  stream: string,
  from: bigint | undefined,
  direction: Direction,
  count: number,
): ReadRequest => {
  const wanted = new ReadReq.Options.StreamOptions().setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8')),
  );
  if (from !== undefined) wanted.setRevision(from.toString());
  else if (direction === 'forwards') wanted.setStart(empty());
  else wanted.setEnd(empty());
  return finished(new ReadReq.Options().setStream(wanted).setNoFilter(empty()), direction, count);
};

/** Only streams that begin so; without any, all that are not the system's. */
const filterOf = (prefixes: readonly string[] | undefined) => {
  const expression = new ReadReq.Options.FilterOptions.Expression();
  if (prefixes === undefined) expression.setRegex('^[^$]');
  else expression.setPrefixList([...prefixes]);
  return new ReadReq.Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setCount(empty())
    .setCheckpointintervalmultiplier(1);
};

export const logRequest = (
  from: Position | undefined,
  direction: Direction,
  count: number,
  prefixes: readonly string[] | undefined,
): ReadRequest => {
  const wanted = new ReadReq.Options.AllOptions();
  if (from !== undefined) {
    const { commit, prepare } = numbersOf(from);
    const position = new ReadReq.Options.Position();
    wanted.setPosition(position.setCommitPosition(commit.toString()).setPreparePosition(prepare.toString()));
  } else if (direction === 'forwards') wanted.setStart(empty());
  else wanted.setEnd(empty());
  return finished(new ReadReq.Options().setAll(wanted).setFilter(filterOf(prefixes)), direction, count);
};
