import { unavailable } from './failures.js';
import type { SubscriptionFault } from './faults.js';
import { streams } from './protocol.js';
import { write, type ReadCall, type ReadOptions } from './read-call.js';
import type { Served } from './served.js';
import { placeOf, positionAt, readResponse, told } from './wire.js';
import { filterOf, withSystemEvents } from './whole-log.js';

/** How many of the last events come again where a fault has them delivered twice. */
const repeated = 3;

/** Follows the whole log from after a place, first what is there and then what comes. */
export const subscribe = async (
  { store, faults, seen, dropConnection }: Served,
  call: ReadCall,
  options: ReadOptions,
  id: string,
  left: AbortSignal,
): Promise<void> => {
  const fault: SubscriptionFault = faults.subscriptions.shift() ?? 'served';
  if (fault === 'unavailable') return void call.emit('error', unavailable());
  if (fault === 'never-confirmed') return;
  const all = options.getAll();
  const place = all?.hasEnd()
    ? ((await store.head()) ?? 'start')
    : all?.hasPosition()
      ? positionAt(BigInt(all.getPosition()?.getCommitPosition() ?? '0'))
      : 'start';
  const filter = filterOf(options.getFilter());
  const { prefixes } = filter;
  const hasStructuredIds = options.getUuidOption()?.hasStructured() ?? false;
  const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id);
  await write(call, new streams.ReadResp().setConfirmation(confirmation), left);

  let sent = 0;
  const recent: InstanceType<typeof streams.ReadResp>[] = [];
  for await (const delivery of store.subscribe({ after: place, signal: left, streams: prefixes })) {
    if (delivery.kind === 'caught-up') {
      await write(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()), left);
      continue;
    }
    for (const event of delivery.events.flatMap((one) => withSystemEvents(told(one), filter))) {
      if (left.aborted) return;
      if ((fault === 'ended' || fault === 'dropped') && sent >= faults.eventsBeforeLoss) {
        if (fault === 'dropped') dropConnection(call);
        else call.end();
        return;
      }
      const response = readResponse(event, hasStructuredIds);
      await write(call, response, left);
      sent += 1;
      seen.eventsSent += 1;
      if (event.type.startsWith('$')) seen.systemEventsSent += 1;
      if (fault === 'duplicated') {
        recent.push(response);
        for (const again of recent.slice(-repeated)) await write(call, again, left);
      }
    }
    const last = delivery.events.at(-1);
    if (last === undefined || !options.hasFilter()) continue;
    const reached = placeOf(last.position).toString();
    const checkpoint = new streams.ReadResp.Checkpoint()
      .setCommitPosition(reached)
      .setPreparePosition(reached);
    await write(call, new streams.ReadResp().setCheckpoint(checkpoint), left);
  }
};
