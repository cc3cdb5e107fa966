import { measureIn } from '../fonts/dejavu-sans.js';
import { wrap } from '../fonts/wrap.js';
import type { TimelineEvent, TimelineGap, TimelinePicture } from './timeline.js';

/*
 * Time goes down the page and every agency has a column. Each event has a row of its own, so that no two labels can
 * meet, however much happened on one day; a time in which nothing happened takes one narrow row, however long it was.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEvent {
  readonly event: TimelineEvent;
  readonly box: Box;
  readonly lines: readonly string[];
  readonly dateLines: readonly string[];
  /** How far down what is not known exactly may have lasted; null for a point in time. */
  readonly barUntil: number | null;
}

export interface Silence {
  readonly box: Box;
  readonly days: number;
}

export interface PlacedGap {
  readonly gap: TimelineGap;
  readonly box: Box;
}

export interface PlacedLane {
  readonly id: string;
  readonly box: Box;
  readonly lines: readonly string[];
}

export interface TimelineLayout {
  readonly width: number;
  readonly height: number;
  /** Above it stand title, subtitle and the heads of the lanes. */
  readonly headHeight: number;
  readonly lanes: readonly PlacedLane[];
  readonly events: readonly PlacedEvent[];
  readonly silences: readonly Silence[];
  readonly gaps: readonly PlacedGap[];
  /** Where a page may end: no row is cut. */
  readonly breaks: readonly number[];
}

export const measures = {
  margin: 16,
  dateWidth: 104,
  laneWidth: 156,
  padding: 5,
  lineHeight: 12,
  rowGap: 5,
  silenceHeight: 20,
  title: 26,
  subtitle: 16,
} as const;

const { margin, dateWidth, laneWidth, padding, lineHeight, rowGap, silenceHeight } = measures;
const words = measureIn('regular', 9);
const boldWords = measureIn('bold', 9);
const day = 86_400_000;
/** From so many days on a time in which nothing happened is told. */
const longSilence = 30;

export const layoutOf = ({ lanes, events, gaps, subtitle }: TimelinePicture): TimelineLayout => {
  const laneX = new Map(lanes.map(({ id }, index) => [id, margin + dateWidth + index * laneWidth]));
  const heads = lanes.map(({ id, label }) => ({
    id,
    lines: wrap(label, laneWidth - 2 * padding, boldWords),
  }));
  const linesOfHeads = Math.max(1, ...heads.map(({ lines }) => lines.length));
  const headTop = margin + measures.title + (subtitle === undefined ? 0 : measures.subtitle);
  const headHeight = headTop + linesOfHeads * lineHeight + 2 * padding;

  const inOrder = events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => laneX.has(event.lane))
    .sort((a, b) => compare(a.event.from, b.event.from) || a.index - b.index);
  let y = headHeight + rowGap;
  let nothingSince: number | null = null;
  const placed: {
    readonly event: TimelineEvent;
    readonly box: Box;
    lines: readonly string[];
    dateLines: readonly string[];
  }[] = [];
  const silences: Silence[] = [];
  const breaks: number[] = [];
  for (const { event } of inOrder) {
    const begins = Date.parse(event.from);
    const days = nothingSince === null ? 0 : Math.floor((begins - nothingSince) / day);
    if (days >= longSilence) {
      const width = dateWidth + lanes.length * laneWidth;
      silences.push({ days, box: { x: margin, y, width, height: silenceHeight } });
      y += silenceHeight + rowGap;
    }
    nothingSince = Math.max(nothingSince ?? begins, begins);
    const lines = wrap(labelOf(event), laneWidth - 4 * padding, words);
    const dateLines = wrap(event.when, dateWidth - 2 * padding, words);
    const height = Math.max(lines.length, dateLines.length) * lineHeight + 2 * padding;
    placed.push({
      event,
      lines,
      dateLines,
      box: { x: laneX.get(event.lane)! + padding, y, width: laneWidth - 2 * padding, height },
    });
    y += height + rowGap;
    breaks.push(y - rowGap / 2);
  }
  const bottom = y;
  const rowAt = (at: string): number => {
    const next = placed.find(({ event }) => event.from > at);
    return next === undefined ? bottom - rowGap : next.box.y - rowGap;
  };
  return {
    width: 2 * margin + dateWidth + lanes.length * laneWidth,
    height: bottom + margin,
    headHeight,
    lanes: heads.map(({ id, lines }) => ({
      id,
      lines,
      box: { x: laneX.get(id)!, y: headTop, width: laneWidth, height: headHeight - headTop },
    })),
    events: placed.map((one) => ({
      ...one,
      barUntil:
        one.event.to > one.event.from ? Math.max(one.box.y + one.box.height, rowAt(one.event.to)) : null,
    })),
    silences,
    gaps: gaps.flatMap((gap) => placedGap(gap, laneX, placed, rowAt)),
    breaks,
  };
};

const labelOf = ({ label, kind, marks = [] }: TimelineEvent): string =>
  [kind === 'decision' ? `◆ ${label}` : label, ...marks.map((mark) => `[${mark}]`)].join(' ');

const placedGap = (
  gap: TimelineGap,
  laneX: ReadonlyMap<string, number>,
  placed: readonly { readonly event: TimelineEvent; readonly box: Box }[],
  rowAt: (at: string) => number,
): readonly PlacedGap[] => {
  const x = laneX.get(gap.lane);
  if (x === undefined) return [];
  const inLane = placed.filter(({ event }) => event.lane === gap.lane);
  const last = inLane.filter(({ event }) => event.from <= gap.from).at(-1);
  const next = inLane.find(({ event }) => event.from >= gap.to);
  const from = last === undefined ? rowAt(gap.from) : last.box.y + last.box.height + rowGap;
  const to = next === undefined ? rowAt(gap.to) : next.box.y - rowGap;
  if (to - from < lineHeight) return [];
  return [{ gap, box: { x: x + padding, y: from, width: laneWidth - 2 * padding, height: to - from } }];
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
