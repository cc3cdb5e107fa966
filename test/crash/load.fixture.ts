import { setTimeout as after } from 'node:timers/promises';
import {
  acceptReferral,
  askedBack,
  casesOf,
  clientOf,
  makeReferral,
  openCase,
  recordContact,
  summaryOf,
  timelineOf,
  type Action,
  type Answer,
  type Client,
  type RecordedAnswer,
  type Request,
} from './requests.fixture.js';

/** An action that was acknowledged, with the whole answer. */
export interface Acknowledged {
  readonly action: Action;
  readonly answer: RecordedAnswer;
}

/** A query of which at least the beginning of an answer came. */
export interface Answered {
  readonly as: string;
  readonly correlation: string;
}

/** What the clients know when the process is gone. */
export interface Known {
  readonly acknowledged: readonly Acknowledged[];
  /** Sent, and no answer came. */
  readonly unanswered: readonly Action[];
  readonly answered: readonly Answered[];
  /** Answers that were neither data nor that the service is not there: there should be none. */
  readonly unexpected: readonly string[];
  /** How often it was answered that the service is not there. */
  readonly refusals: number;
}

export interface Load {
  /** How many actions were acknowledged so far. */
  readonly acknowledged: () => number;
  /** Resolves when so many actions were acknowledged since the load began. */
  readonly acknowledgements: (count: number) => Promise<void>;
  /** No client begins anything any more; resolves when none waits for an answer. */
  readonly finish: () => Promise<Known>;
}

/** Who opens a case, whom they refer it to, who takes it up there, and who asks for what they must not know of. */
const pairs = [
  { opener: 'keith-southquay', colleague: 'keith-southquay', to: 'eastmoor', partner: 'omar-eastmoor' },
  { opener: 'dawn-northbridge', colleague: 'martin-northbridge', to: 'fairholt', partner: 'simon-fairholt' },
  { opener: 'simon-fairholt', colleague: 'simon-fairholt', to: 'southquay', partner: 'keith-southquay' },
  { opener: 'omar-eastmoor', colleague: 'omar-eastmoor', to: 'northbridge', partner: 'dawn-northbridge' },
] as const;
const stranger = 'esther-harbour';

class ProcessGone extends Error {
  override readonly name = 'ProcessGone';
}

/** What people do where no answer comes, or one that the service is not there. */
export interface Manner {
  /** Whether they send the same again until it is answered; otherwise the load ends with the process. */
  readonly persists: boolean;
  /** How long each waits between two requests. */
  readonly pauseMilliseconds: number;
}

/** Several people of several agencies work on several cases at the same time, until the process or the load ends. */
export const startLoad = (address: string): Load =>
  loadOn(clientOf(address), { persists: false, pauseMilliseconds: 0 });

export const loadOn = (client: Client, { persists, pauseMilliseconds }: Manner): Load => {
  const acknowledged: Acknowledged[] = [];
  const unanswered = new Set<Action>();
  const answered = new Map<string, string>();
  const unexpected: string[] = [];
  const waiting: { readonly count: number; readonly reached: () => void }[] = [];
  let finishing = false;

  let refusals = 0;

  const note = (what: string, { status, errors }: Answer, expected: readonly string[]) => {
    const isRefusal = persists && errors.length > 0;
    if (errors.some(({ extensions }) => extensions.code === 'UNAVAILABLE')) refusals += 1;
    if (
      errors.some(({ extensions }) => !expected.includes(extensions.code)) ||
      (status !== 200 && !isRefusal)
    )
      unexpected.push(`${what}: ${status} ${JSON.stringify(errors)}`);
  };

  /** Undefined where no answer came and the same is sent again. */
  const orGone = async <Value>(work: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work;
    } catch (cause) {
      if (persists) return undefined;
      throw new ProcessGone('No answer came.', { cause });
    }
  };

  const going = () => !finishing;

  const record = async (action: Action): Promise<RecordedAnswer | undefined> => {
    unanswered.add(action);
    const answer = await orGone(client.ask(action));
    if (answer === undefined) return undefined;
    const recorded = answer.data?.['recorded'] as RecordedAnswer | undefined;
    if (recorded == null) {
      // Whoever was referred a case learns of it when their agency's view has it; until then there is no such case.
      if (!action.query.includes('acceptReferral')) note(action.query, answer, ['UNAVAILABLE']);
      if (answer.errors.every(({ extensions }) => extensions.code !== 'UNAVAILABLE'))
        unanswered.delete(action);
      return undefined;
    }
    unanswered.delete(action);
    acknowledged.push({ action, answer: recorded });
    for (const { count, reached } of waiting) if (acknowledged.length >= count) reached();
    return recorded;
  };

  /** Sends the same until it is acknowledged, as whoever has something to record does. */
  const insist = async (action: Action): Promise<RecordedAnswer | undefined> => {
    for (;;) {
      const recorded = await record(action);
      if (recorded !== undefined || !persists || !going()) return recorded;
      await after(pauseMilliseconds);
    }
  };

  const read = async (request: Request): Promise<Answer | undefined> => {
    const { as } = request;
    const answer = await orGone(client.ask(request, (correlation) => answered.set(correlation, as)));
    await after(pauseMilliseconds);
    if (answer === undefined) return undefined;
    // A case that an agency's view does not have yet is not there for it; that is recorded as a denial.
    note(request.query, answer, ['UNAVAILABLE', 'NOT_FOUND']);
    if (isRefusedForNow(answer)) answered.delete(answer.correlation);
    return answer;
  };

  const onCase = async (as: string, caseId: string) => {
    while (going()) {
      const recorded = await insist(recordContact(as, caseId));
      await read(timelineOf(as, caseId, { atLeast: recorded?.position ?? null }));
    }
  };

  const readers = async (as: string) => {
    while (going()) {
      const answer = await read(casesOf(as));
      const { edges = [] } = (answer?.data?.['cases'] ?? {}) as { edges?: { node: { caseId: string } }[] };
      for (const { node } of edges.slice(-3)) {
        if (!going()) return;
        await read(timelineOf(as, node.caseId));
        await read(summaryOf(as, node.caseId));
      }
    }
  };

  const curious = async (caseId: string) => {
    while (going()) await read(summaryOf(stranger, caseId));
  };

  const pair = async ({ opener, colleague, to, partner }: (typeof pairs)[number]): Promise<void> => {
    const opened = await insist(openCase(opener));
    if (opened === undefined) return;
    const { caseId } = opened;
    const referral = await insist(makeReferral(opener, caseId, to));
    const alongside = Promise.all([onCase(opener, caseId), onCase(colleague, caseId)]);
    let joined: RecordedAnswer | undefined;
    const joining = async () => {
      if (referral === undefined) return;
      const acceptance = acceptReferral(partner, caseId, referral.eventId);
      while (going() && joined === undefined) {
        joined = await record(acceptance);
        if (joined === undefined) await after(pauseMilliseconds);
      }
      if (joined !== undefined) await onCase(partner, caseId);
    };
    await Promise.all([alongside, joining(), readers(partner), curious(caseId)]);
  };

  const untilGone = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (problem) {
      if (!(problem instanceof ProcessGone)) throw problem;
    }
  };
  const everybody = Promise.all(pairs.map((each) => untilGone(pair(each))));
  // A mistake of the load itself is told by `finish`.
  everybody.catch(() => undefined);

  return {
    acknowledged: () => acknowledged.length,
    acknowledgements: (count) =>
      Promise.race([
        new Promise<void>((reached) => {
          waiting.push({ count, reached });
          if (acknowledged.length >= count) reached();
        }),
        everybody.then(() => {
          throw new Error(`The load ended after ${acknowledged.length} actions: ${unexpected.join('\n')}`);
        }),
      ]),
    finish: async () => {
      finishing = true;
      await everybody;
      return {
        ...{ acknowledged, unexpected, refusals },
        unanswered: [...unanswered],
        answered: [...answered].map(([correlation, as]) => ({ correlation, as })),
      };
    },
  };
};

/** Whether it told nothing but that it cannot tell: then nothing was disclosed that a record would be of. */
const isRefusedForNow = ({ data, errors }: Answer): boolean =>
  errors.length > 0 &&
  errors.every(({ extensions }) => extensions.code === 'UNAVAILABLE') &&
  Object.values(data ?? {}).every((value) => value === null);

/** Where what a restarted process says of what was acknowledged is not what it said then. */
export const differencesOf = async (
  client: Client,
  { acknowledged }: Pick<Known, 'acknowledged'>,
): Promise<readonly unknown[]> => {
  const differences = await inParallel(acknowledged, async ({ action, answer }) => {
    const { data, errors } = await client.ask(askedBack(action));
    const { entry, ...recorded } = (data?.['recorded'] ?? {}) as Partial<RecordedAnswer> & {
      readonly entry?: { readonly eventId: string; readonly account?: string };
    };
    const expected = { ...answer, repeated: true };
    const members = Object.keys(expected) as (keyof RecordedAnswer)[];
    const different = members.filter((member) => recorded[member] !== expected[member]);
    const sameEntry =
      entry?.eventId === answer.eventId && (action.words === null || entry.account === action.words);
    return different.length === 0 && sameEntry ? [] : [{ type: recorded.type, different, entry, errors }];
  });
  return differences.flat();
};

/** Sends again what got no answer, as any client would; it is recorded now or was recorded then. */
export const sendAgain = async (client: Client, { unanswered }: Known): Promise<readonly Acknowledged[]> => {
  const again = await inParallel(unanswered, async (action) => {
    const answer = (await client.ask(action)).data?.['recorded'] as RecordedAnswer | undefined;
    return answer == null ? [] : [{ action, answer }];
  });
  return again.flat();
};

/** How often each account stands in the timeline of a case as one person may read it, page by page. */
export const accountsOf = async (
  client: Client,
  as: string,
  caseId: string,
): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  let after: string | null = null;
  do {
    const { data, errors } = await client.ask(timelineOf(as, caseId, { after }));
    const page = data?.['timeline'] as
      | {
          edges: { cursor: string; node: { account?: string | null } }[];
          pageInfo: { hasNextPage: boolean };
        }
      | undefined;
    if (page == null) throw new Error(`The timeline was not answered: ${JSON.stringify(errors)}`);
    for (const { node } of page.edges)
      if (node.account != null) found.set(node.account, (found.get(node.account) ?? 0) + 1);
    after = page.pageInfo.hasNextPage ? (page.edges.at(-1)?.cursor ?? null) : null;
  } while (after !== null);
  return found;
};

const inParallel = async <Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> => {
  const left = [...items];
  const done: Value[] = [];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await work(item));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return done;
};
