import { escapeXml } from '../xml/escape.js';
import { groupColours } from './colours.js';
import { layoutOf, measures, type Box, type PlacedEvent, type TimelineLayout } from './timeline-layout.js';
import type { TimelineLink, TimelinePicture } from './timeline.js';

const { lineHeight, padding, margin, dateWidth } = measures;
const font = "font-family='DejaVu Sans, Verdana, sans-serif'";
const legendHeight = 46;

/** The events of a case as one picture (SVG): a column for each agency, time from top to bottom. */
export const timelinePicture = (picture: TimelinePicture): string => {
  const layout = layoutOf(picture);
  const height = layout.height + legendHeight;
  return svg(layout.width, height, `0 0 ${layout.width} ${height}`, drawing(picture, layout));
};

/** So high a page may be for its width, on A3 standing; less what margins take. */
const pageShape = 1.36;

/**
 * The same picture as a page that prints: it is cut between rows, the heads of the columns are repeated, and the footer
 * stands under every piece.
 */
export const timelinePage = (picture: TimelinePicture): string => {
  const layout = layoutOf(picture);
  const body = drawing(picture, layout);
  const pieces = piecesOf(layout).map(([from, to], index) => {
    const height = layout.headHeight + to - from;
    const head = `<g>${drawnHead(picture, layout)}</g>`;
    const rows = `<svg x='0' y='${layout.headHeight}' width='${layout.width}' height='${to - from}' viewBox='0 ${from} ${layout.width} ${to - from}'>${body}</svg>`;
    const note = `${escapeXml(picture.footer)} · ${index + 1}`;
    return `<figure>${svg(layout.width, height, `0 0 ${layout.width} ${height}`, index === 0 ? rows + head : head + rows)}<figcaption>${note}</figcaption></figure>`;
  });
  return [
    "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>",
    `<title>${escapeXml(picture.title)}</title>`,
    '<style>@page{size:A3 portrait;margin:10mm}body{margin:0;font:9px DejaVu Sans,Verdana,sans-serif}',
    'figure{margin:0;break-after:page}figure svg{width:100%;height:auto}figcaption{text-align:right}</style>',
    `</head><body>${pieces.join('')}</body></html>`,
  ].join('');
};

const piecesOf = ({
  width,
  height,
  headHeight,
  breaks,
}: TimelineLayout): readonly (readonly [number, number])[] => {
  const longest = width * pageShape - headHeight;
  const end = height + legendHeight;
  const pieces: [number, number][] = [];
  let from = headHeight;
  for (const [index, at] of breaks.entries()) {
    const next = breaks[index + 1] ?? end;
    if (next - from > longest && at > from) {
      pieces.push([from, at]);
      from = at;
    }
  }
  return [...pieces, [from, end]];
};

const svg = (width: number, height: number, viewBox: string, content: string): string =>
  `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' viewBox='${viewBox}' ${font} font-size='9'>${content}</svg>`;

const drawing = (picture: TimelinePicture, layout: TimelineLayout): string => {
  const colours = groupColours(picture.lanes.map(({ id }) => id));
  const places = new Map(layout.events.map((placed) => [placed.event.id, placed]));
  return [
    `<defs>${arrowHead('reliance', '#333333')}${arrowHead('disclosure', '#1d5fa8')}${hatch}</defs>`,
    `<rect width='${layout.width}' height='${layout.height + legendHeight}' fill='white'/>`,
    ...layout.lanes.map(
      ({ box }) => `<line x1='${box.x}' y1='${box.y}' x2='${box.x}' y2='${layout.height}' stroke='#cccccc'/>`,
    ),
    ...layout.gaps.map(
      ({ box, gap }) => `${rectangle(box, "fill='url(#nothing)' stroke='none'")}${gapWords(box, gap.label)}`,
    ),
    ...layout.silences.map(({ box, days }) => drawnSilence(box, days)),
    ...picture.links.map((link, index) => drawnLink(link, places, index % tracks)),
    ...layout.events.map((placed) => drawnEvent(placed, colours(placed.event.lane))),
    drawnHead(picture, layout),
    legend(layout),
    text(margin, layout.height + legendHeight - 6, [picture.footer], "fill='#555555'"),
  ].join('');
};

const drawnHead = (picture: TimelinePicture, { width, headHeight, lanes }: TimelineLayout): string => {
  const colours = groupColours(picture.lanes.map(({ id }) => id));
  return [
    `<rect width='${width}' height='${headHeight}' fill='white'/>`,
    text(margin, margin + 12, [picture.title], "font-size='15' font-weight='bold'"),
    ...(picture.subtitle === undefined
      ? []
      : [text(margin, margin + 30, [picture.subtitle], "font-size='10'")]),
    ...lanes.map(
      ({ id, box, lines }) =>
        rectangle(box, `fill='${colours(id)}' stroke='#666666'`) +
        text(box.x + padding, box.y + padding + 9, lines, "font-weight='bold'"),
    ),
  ].join('');
};

const drawnEvent = ({ event, box, lines, dateLines, barUntil }: PlacedEvent, colour: string): string =>
  [
    text(margin + padding, box.y + padding + 9, dateLines, "fill='#333333'"),
    `<line x1='${margin + dateWidth - padding}' y1='${box.y + 9}' x2='${box.x}' y2='${box.y + 9}' stroke='#dddddd'/>`,
    barUntil === null
      ? ''
      : `<rect x='${box.x - 4}' y='${box.y}' width='3' height='${barUntil - box.y}' fill='#777777' opacity='0.7'/>`,
    rectangle(
      box,
      `fill='${colour}' stroke='#444444' stroke-width='${event.kind === 'decision' ? 2 : 0.7}'${event.kind === 'decision' ? '' : " rx='3'"}`,
    ),
    text(box.x + padding, box.y + padding + 9, lines, ''),
  ].join('');

const drawnSilence = (box: Box, days: number): string => {
  const { x, y, width, height } = box;
  const middle = y + height / 2;
  const words = `nothing for ${days} days`;
  return [
    rectangle(box, "fill='#f0f0f0' stroke='none'"),
    `<line x1='${x + dateWidth}' y1='${middle}' x2='${x + width}' y2='${middle}' stroke='#999999' stroke-dasharray='2 4'/>`,
    text(x + padding, middle + 3, [words], "fill='#555555' font-style='italic' font-size='8'"),
  ].join('');
};

const gapWords = (box: Box, label: string): string =>
  box.height < 2 * lineHeight
    ? ''
    : text(
        box.x + padding,
        box.y + Math.min(box.height / 2, 40) + 3,
        [label],
        "fill='#777777' font-style='italic' font-size='8'",
      );

/** Links beside one lane bend by so many ways, so that they can be told apart. */
const tracks = 5;
const trackWidth = 7;

/** From what relies or discloses to what it names; under the labels, so that these can be read. */
const drawnLink = (
  { from, to, kind }: TimelineLink,
  places: ReadonlyMap<string, PlacedEvent>,
  track: number,
): string => {
  const [one, other] = [places.get(from)?.box, places.get(to)?.box];
  if (one === undefined || other === undefined) return '';
  const look = kind === 'reliance' ? "stroke='#333333'" : "stroke='#1d5fa8' stroke-dasharray='5 3'";
  const [y1, y2] = [one.y + one.height / 2, other.y + other.height / 2];
  const sameLane = one.x === other.x;
  const leftwards = other.x < one.x;
  const x1 = sameLane || !leftwards ? one.x + one.width : one.x;
  const x2 = sameLane || leftwards ? other.x + other.width : other.x;
  const bend = (sameLane ? 16 : 24) + track * trackWidth;
  const c1 = sameLane || !leftwards ? x1 + bend : x1 - bend;
  const c2 = sameLane || leftwards ? x2 + bend : x2 - bend;
  return `<path d='M${x1} ${y1} C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}' fill='none' stroke-width='1.1' ${look} marker-end='url(#${kind})'/>`;
};

const legend = ({ width, height }: TimelineLayout): string => {
  const y = height + 8;
  const line = (x: number, look: string, kind: string, words: string) =>
    `<line x1='${x}' y1='${y}' x2='${x + 26}' y2='${y}' ${look} marker-end='url(#${kind})'/>${text(x + 34, y + 3, [words], '')}`;
  return [
    `<line x1='${margin}' y1='${y - 10}' x2='${width - margin}' y2='${y - 10}' stroke='#cccccc'/>`,
    text(margin, y + 3, ['◆ decision (heavy frame)'], ''),
    line(margin + 150, "stroke='#333333'", 'reliance', 'relies on'),
    line(margin + 250, "stroke='#1d5fa8' stroke-dasharray='5 3'", 'disclosure', 'discloses'),
    `<rect x='${margin + 350}' y='${y - 5}' width='3' height='10' fill='#777777'/>${text(margin + 358, y + 3, ['not known exactly: from, until'], '')}`,
    `<rect x='${margin + 540}' y='${y - 5}' width='20' height='10' fill='url(#nothing)'/>${text(margin + 566, y + 3, ['nothing of this agency'], '')}`,
  ].join('');
};

const arrowHead = (id: string, colour: string): string =>
  `<marker id='${id}' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='6' markerHeight='6' orient='auto'><path d='M0 0L8 4L0 8z' fill='${colour}'/></marker>`;

const hatch =
  "<pattern id='nothing' width='6' height='6' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'><rect width='6' height='6' fill='#f7f7f7'/><line x1='0' y1='0' x2='0' y2='6' stroke='#dddddd' stroke-width='2'/></pattern>";

const rectangle = ({ x, y, width, height }: Box, look: string): string =>
  `<rect x='${x}' y='${y}' width='${width}' height='${height}' ${look}/>`;

const text = (x: number, y: number, lines: readonly string[], look: string): string =>
  `<text x='${x}' y='${y}' ${look}>${lines.map((line, index) => `<tspan x='${x}' dy='${index === 0 ? 0 : lineHeight}'>${escapeXml(line)}</tspan>`).join('')}</text>`;
