import type { Graph, GraphEdge, GraphNode } from '#documents';
import { asHeading } from '../chronology/words.js';
import type { RelianceGraph, RelianceGraphEdge, RelianceNode } from './reliance-graph.js';

const nodeFrom = (node: RelianceNode): GraphNode => ({
  id: node.id,
  label: node.said ?? asHeading(node.type ?? node.kindOfWork ?? ''),
  note: node.occurred ?? 'by word of mouth',
  group: groupOf(node),
  shape: node.isDecision ? 'decision' : 'box',
  emphasis: node.stands === 'asked-about',
  marks: [...new Set(node.marks.map(({ kind }) => kind))].sort(),
});

const edgeLabels: Readonly<Record<RelianceGraphEdge['kind'], string | undefined>> = {
  formal: undefined,
  'recorded-later': 'recorded later',
  'by-word': 'by word of mouth',
};

const edgeFrom = ({ from, to, kind, circular, groundTaken }: RelianceGraphEdge): GraphEdge => {
  const label = edgeLabels[kind];
  return { from, to, ...(label === undefined ? {} : { label }), circular, broken: groundTaken };
};

const groupOf = ({ organisation, organisationName }: RelianceNode): string =>
  organisation ?? `said by ${organisationName}`;

/** The graph as a picture wants it: a group for each agency, an arrow from what rests to what it rests on. */
export const relianceAsGraph = (graph: RelianceGraph, title: string, footer?: string): Graph => {
  const groups = new Map<string, string>();
  for (const node of graph.nodes) {
    const group = groupOf(node);
    if (!groups.has(group) || node.said === null) groups.set(group, node.organisationName);
  }
  return {
    title,
    groups: [...groups].map(([id, label]) => ({ id, label })),
    nodes: graph.nodes.map(nodeFrom),
    edges: graph.edges.map(edgeFrom),
    ...(footer === undefined ? {} : { footer }),
  };
};
