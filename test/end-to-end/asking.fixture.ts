import { setTimeout as pause } from 'node:timers/promises';
import type { Purpose } from '#casework';
import { derivedId, type CaseId, type EventId } from '#kernel';
import type { Answer, Asking, Throughline } from '../throughline.fixture.js';
import { until } from './until.fixture.js';

/** An id of no case at all. */
export const unknownCase = derivedId('no case');

/** Asks for one root field; `$id` is there where it is used. */
export const asked = (throughline: Throughline, { query, ...asking }: Asking): Promise<Answer> => {
  const variables = query.includes('$id') ? '($id: ID!)' : '';
  return throughline.ask({ ...asking, query: `query ${variables} { ${query} }` });
};

/** The code with which all was refused; undefined where something was answered. */
export const refusalOf = ({ json: { data, errors } }: Answer): unknown =>
  data !== undefined && data !== null && Object.values(data).some((value) => value !== null)
    ? undefined
    : errors?.[0]?.extensions.code;

export interface Seen {
  readonly eventId: EventId;
  readonly type: string | null;
  readonly level: 'FULL' | 'PARTIAL' | 'STUB';
  readonly visibleFrom: string;
  readonly recordedBy: { readonly id: string };
  readonly marks: readonly { readonly kind: string; readonly by: EventId }[];
}

export interface Looking {
  readonly as: string;
  readonly purpose?: Purpose;
  readonly caseId: CaseId;
  readonly asOf?: string;
  /** The position of what was recorded, so that it is seen. */
  readonly atLeast?: string;
}

interface Page {
  readonly edges: readonly { readonly node: Seen }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** What somebody sees of a case, in its order; nothing where the answer is that there is no such case. */
export const timelineOf = async (
  throughline: Throughline,
  { as, purpose = 'safeguarding', ...variables }: Looking,
): Promise<readonly Seen[]> => {
  const seen: Seen[] = [];
  for (let after: string | null = null; ;) {
    const answer = await throughline.ask({
      as,
      purpose,
      query: `query ($caseId: ID!, $asOf: String, $atLeast: String, $after: String) {
        timeline(caseId: $caseId, asOf: $asOf, atLeast: $atLeast, first: 100, after: $after) {
          edges { node { eventId type level visibleFrom recordedBy { id } marks { kind by } } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      variables: { ...variables, after },
    });
    if (refusalOf(answer) === 'NOT_FOUND') return [];
    const timeline = answer.json.data?.timeline as Page | null | undefined;
    if (timeline === null || timeline === undefined) throw new Error(`${as} was answered ${answer.body}`);
    seen.push(...timeline.edges.map(({ node }) => node));
    if (!timeline.pageInfo.hasNextPage) return seen;
    after = timeline.pageInfo.endCursor;
  }
};

/** The same by types alone; `stub` for a stub. */
export const typesSeen = async (throughline: Throughline, looking: Looking): Promise<readonly string[]> =>
  (await timelineOf(throughline, looking)).map(({ type }) => type ?? 'stub');

const isDeadline = (type: string | null): boolean => type !== null && type.startsWith('Deadline');

/** A timeline without what the clock of the duties has recorded, which is there a moment after what moved the clock. */
export const acts = <Entry extends { readonly type: string | null }>(
  entries: readonly Entry[],
): readonly Entry[] => entries.filter(({ type }) => !isDeadline(type));

/** Waits until a reader sees exactly these deadlines of a case, by their types. */
export const untilDeadlinesAre = async (
  throughline: Throughline,
  looking: Looking,
  expected: Readonly<Partial<Record<'DeadlineSet' | 'DeadlineMet' | 'DeadlineMissed', number>>>,
): Promise<void> => {
  const wanted = Object.entries(expected).flatMap(([type, count]) => Array<string>(count).fill(type));
  let seen: readonly string[] = [];
  let again = false;
  const areThose = async () => {
    // Nobody may ask as often as one likes.
    if (again) await pause(100);
    again = true;
    seen = (await typesSeen(throughline, looking)).filter(isDeadline).sort();
    return seen.join() === wanted.sort().join();
  };
  await until(areThose).catch((problem: unknown) => {
    throw new Error(`${looking.as} sees ${seen.join(', ') || 'no deadline'}.`, { cause: problem });
  });
};
