import { neighbours, type DirectedEdge } from './reliance-edges.js';

/**
 * The circles of a directed graph: its strongly connected components of two nodes or more, and nodes with an edge to
 * themselves. Members are sorted, and the circles by their first member. After R. Tarjan, "Depth-first search and
 * linear graph algorithms" (1972), without recursion: a chain of reliance may be longer than the stack is deep.
 */
export const circlesIn = (edges: readonly DirectedEdge[]): readonly (readonly string[])[] => {
  const next = neighbours(edges, 'upstream');
  const onItself = new Set(edges.filter(({ from, to }) => from === to).map(({ from }) => from));
  const found = new Map<string, { index: number; low: number; open: boolean }>();
  const open: string[] = [];
  const circles: (readonly string[])[] = [];

  const enter = (node: string) => {
    const place = { index: found.size, low: found.size, open: true };
    found.set(node, place);
    open.push(node);
    return { node, place, left: [...(next.get(node) ?? [])] };
  };
  const close = (node: string) => {
    const members = open.splice(open.lastIndexOf(node));
    for (const member of members) found.get(member)!.open = false;
    if (members.length > 1 || onItself.has(node)) circles.push(members.sort());
  };

  for (const root of next.keys()) {
    if (found.has(root)) continue;
    const path = [enter(root)];
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const neighbour = here.left.pop();
      if (neighbour === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) above.place.low = Math.min(above.place.low, here.place.low);
        if (here.place.low === here.place.index) close(here.node);
        continue;
      }
      const known = found.get(neighbour);
      if (known === undefined) path.push(enter(neighbour));
      else if (known.open) here.place.low = Math.min(here.place.low, known.index);
    }
  }
  return circles.sort((one, other) => (one[0]! < other[0]! ? -1 : 1));
};
