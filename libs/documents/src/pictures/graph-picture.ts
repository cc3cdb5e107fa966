import { instance } from '@viz-js/viz';
import { groupColours } from './colours.js';
import type { Graph, GraphEdge, GraphNode } from './graph.js';

/** An edge leads to or from something that is not in the graph. */
export class NoSuchNode extends Error {
  override readonly name = 'NoSuchNode';

  constructor() {
    super('An edge of the graph names a node that is not in it.');
  }
}

/** Letters on a line of a label. */
const widest = 26;
/**
 * Laid out as if in Courier, of which Graphviz knows how wide its letters are without any font being there, and which is
 * as wide as the widest of those in which it may be shown.
 */
const laidOutIn = 'Courier';
const asLaidOut = /font-family="[^"]*"/gu;
const shownIn = 'font-family="DejaVu Sans,Verdana,sans-serif"';

let graphviz: ReturnType<typeof instance> | undefined;

/**
 * A directed graph as SVG, laid out by Graphviz. What tells things apart by colour is also told in words, so that it can be
 * printed in black and white.
 * @throws NoSuchNode
 */
export const graphPicture = async (graph: Graph): Promise<string> => {
  const ids = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const named = (id: string): string => {
    const name = ids.get(id);
    if (name === undefined) throw new NoSuchNode();
    return name;
  };
  const colours = groupColours(graph.groups.map(({ id }) => id));
  const groups = new Map(graph.groups.map(({ id, label }) => [id, label]));
  graphviz ??= instance();
  const svg = (await graphviz).renderString(
    {
      directed: true,
      graphAttributes: {
        label: linesOf([graph.title, ...(graph.footer === undefined ? [] : [graph.footer])], 90),
        labelloc: 't',
        fontname: laidOutIn,
        fontsize: 12,
        rankdir: 'TB',
        nodesep: 0.3,
        ranksep: 0.5,
        bgcolor: 'white',
      },
      nodeAttributes: { fontname: laidOutIn, fontsize: 10, style: 'filled', margin: '0.12,0.08' },
      edgeAttributes: { fontname: laidOutIn, fontsize: 8, arrowsize: 0.7 },
      nodes: graph.nodes.map((node) => ({
        name: named(node.id),
        attributes: {
          label: labelOf(node, groups.get(node.group ?? '')),
          shape: node.shape === 'decision' ? 'octagon' : 'box',
          fillcolor: colours(node.group ?? ''),
          penwidth: node.emphasis === true ? 3 : 1,
        },
      })),
      edges: graph.edges.map((edge) => ({
        tail: named(edge.from),
        head: named(edge.to),
        attributes: {
          label: labelOfEdge(edge),
          style: edge.broken === true ? 'dashed' : 'solid',
          penwidth: edge.circular === true ? 2.5 : 1,
          color: edge.circular === true ? '#9b1c1c' : '#333333',
          fontcolor: edge.circular === true ? '#9b1c1c' : '#333333',
        },
      })),
    },
    { format: 'svg', engine: 'dot' },
  );
  // What stands before the picture names the version of the program, and would change the bytes with it.
  return svg.slice(svg.indexOf('<svg')).replace(asLaidOut, shownIn);
};

/** Graphviz reads entities and escapes of its own in a label, such as \\N for the name of a node. */
const escaped = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('\\', '\\\\');

const linesOf = (texts: readonly string[], longest: number): string =>
  texts
    .flatMap((text) => wrapped(text, longest))
    .map(escaped)
    .join('\n');

const labelOf = (node: GraphNode, group: string | undefined): string =>
  linesOf(
    [
      node.label,
      ...(group === undefined ? [] : [group]),
      ...(node.note === undefined ? [] : [node.note]),
      ...(node.marks ?? []).map((mark) => `[${mark}]`),
    ],
    widest,
  );

const labelOfEdge = ({ label, circular, broken }: GraphEdge): string =>
  linesOf(
    [
      ...(label === undefined ? [] : [label]),
      ...(circular === true ? ['in a circle'] : []),
      ...(broken === true ? ['its ground was taken'] : []),
    ],
    widest,
  );

const wrapped = (text: string, longest: number): readonly string[] => {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/u)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > longest) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
};
