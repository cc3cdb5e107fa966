import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { circlesIn } from './circles.js';
import { neighbours, reachedFrom, type DirectedEdge } from './reliance-edges.js';
import { withoutGround } from './soundness.js';

const nodes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const graphs = fc.array(fc.record({ from: fc.constantFrom(...nodes), to: fc.constantFrom(...nodes) }), {
  maxLength: 18,
});
const edge = (from: string, to: string): DirectedEdge => ({ from, to });

describe('circles of reliance', () => {
  it('are found over any length, and where something rests on itself', () => {
    expect(circlesIn([edge('a', 'b'), edge('b', 'a')])).toEqual([['a', 'b']]);
    expect(circlesIn([edge('c', 'a'), edge('a', 'b'), edge('b', 'c'), edge('b', 'd')])).toEqual([
      ['a', 'b', 'c'],
    ]);
    expect(circlesIn([edge('d', 'd'), edge('a', 'b')])).toEqual([['d']]);
    expect(circlesIn([edge('a', 'b'), edge('b', 'c'), edge('a', 'c')])).toEqual([]);
  });

  it('are exactly the sets of events each of which reaches the others and itself', () => {
    fc.assert(
      fc.property(graphs, (edges) => {
        const next = neighbours(edges, 'upstream');
        const reaches = new Map(nodes.map((node) => [node, reachedFrom(node, next)]));
        const expected = new Set(
          nodes
            .filter((node) => reaches.get(node)!.has(node))
            .map((node) =>
              nodes
                .filter(
                  (other) =>
                    other === node || (reaches.get(node)!.has(other) && reaches.get(other)!.has(node)),
                )
                .join(),
            ),
        );
        expect(circlesIn(edges).map((circle) => circle.join())).toEqual([...expected].sort());
      }),
    );
  });

  it('come out the same in whatever order the reliances are told', () => {
    fc.assert(
      fc.property(
        graphs.chain((edges) =>
          fc.tuple(
            fc.constant(edges),
            fc.shuffledSubarray(edges, { minLength: edges.length, maxLength: edges.length }),
          ),
        ),
        ([edges, shuffled]) => expect(circlesIn(shuffled)).toEqual(circlesIn(edges)),
      ),
    );
  });

  it('are found in a chain longer than the stack is deep', () => {
    const chain = Array.from({ length: 20_000 }, (_none, index) => edge(`n${index}`, `n${index + 1}`));
    expect(circlesIn(chain)).toEqual([]);
    expect(circlesIn([...chain, edge('n20000', 'n0')])[0]).toHaveLength(20_001);
  });
});

describe('what rests on an event, over any length', () => {
  it('is closed: it holds whatever rests on any of it, and upstream is downstream seen from the other end', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(...nodes), (edges, start) => {
        const down = reachedFrom(start, neighbours(edges, 'downstream'));
        for (const { from, to } of edges) if (to === start || down.has(to)) expect(down).toContain(from);
        const upstream = neighbours(edges, 'upstream');
        for (const node of nodes) expect(down.has(node)).toBe(reachedFrom(node, upstream).has(start));
      }),
    );
  });
});

describe('an event without ground', () => {
  it('is one from which no untaken reliance leads to what rests on nothing', () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.boolean(), { minLength: 18, maxLength: 18 }), (edges, takenAt) => {
        const told = edges.map((each, index) => ({
          ...each,
          kind: 'formal' as const,
          toldBy: String(index),
        }));
        const without = withoutGround(told, ({ toldBy }) => takenAt[Number(toldBy)]!);
        const untaken = neighbours(
          told.filter((_edge, index) => !takenAt[index]),
          'upstream',
        );
        const resting = new Set(edges.map(({ from }) => from));
        for (const node of resting) {
          const hasGround = [...reachedFrom(node, untaken)].some((other) => !resting.has(other));
          expect(without.has(node)).toBe(!hasGround);
        }
      }),
    );
  });
});
