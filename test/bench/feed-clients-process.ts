/** Subscribers in a process of their own, as they are in the world. Told by messages what to do; see `feed-clients.ts`. */
import { ChannelCredentials, Metadata, type ClientReadableStream } from '@grpc/grpc-js';
import { CaseEventsClient, Content, Start, type SubscribeResponse } from '#feed-client';

export interface Subscribe {
  readonly address: string;
  readonly token: string;
  /** What each subscriber follows; null: everything. */
  readonly subscribers: readonly (readonly string[] | null)[];
  readonly from: 'beginning' | 'now';
  readonly content: 'thin' | 'full';
}
export type Order = { readonly subscribe: Subscribe } | { readonly report: true } | { readonly end: true };

export interface Report {
  /** When entries came, in milliseconds of the epoch, by subscriber. */
  readonly arrivals: readonly (readonly [eventId: string, at: number])[];
}
export type Told =
  | { readonly ready: true }
  | { readonly caughtUp: { readonly entries: number } }
  | { readonly report: Report };

const connections = 10;
let clients: CaseEventsClient[] = [];
let calls: ClientReadableStream<SubscribeResponse>[] = [];
let arrivals: [string, number][] = [];

const tell = (told: Told): void => void process.send?.(told);
const now = () => performance.timeOrigin + performance.now();

const subscribe = ({ address, token, subscribers, from, content }: Subscribe): void => {
  clients = Array.from(
    { length: Math.min(connections, subscribers.length) },
    (_, number) =>
      new CaseEventsClient(address, ChannelCredentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
        'grpc.client_id': number,
        'grpc-node.flow_control_window': 1024 * 1024,
      }),
  );
  let caughtUp = 0;
  let entries = 0;
  calls = subscribers.map((cases, index) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    metadata.set('x-purpose', 'safeguarding');
    const call = clients[index % clients.length]!.subscribe(
      {
        cases: [...(cases ?? [])],
        types: [],
        start: {
          $case: 'from',
          from: from === 'now' ? Start.START_FROM_NOW : Start.START_FROM_BEGINNING,
        },
        content: content === 'thin' ? Content.CONTENT_THIN : Content.CONTENT_FULL,
      },
      metadata,
    );
    call.on('data', ({ message }: SubscribeResponse) => {
      if (message?.$case === 'entry') {
        entries += 1;
        if (from === 'now') arrivals.push([message.entry.entry?.eventId ?? '', now()]);
      }
      if (message?.$case !== 'caughtUp') return;
      caughtUp += 1;
      if (caughtUp === subscribers.length) tell({ caughtUp: { entries } });
    });
    call.on('error', (problem) => {
      if ('code' in problem && problem.code === 1) return;
      throw problem;
    });
    return call;
  });
};

process.on('message', (order: Order) => {
  if ('subscribe' in order) subscribe(order.subscribe);
  if ('report' in order) {
    tell({ report: { arrivals } });
    arrivals = [];
  }
  if ('end' in order) {
    for (const call of calls) call.cancel();
    for (const client of clients) client.close();
    process.disconnect();
  }
});

// To start a process takes longer than what is measured.
tell({ ready: true });
