import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Graph } from './graph.js';
import { graphPicture, NoSuchNode } from './graph-picture.js';
import { layoutOf, type Box } from './timeline-layout.js';
import { timelinePage, timelinePicture } from './timeline-picture.js';
import type { TimelineEvent, TimelinePicture } from './timeline.js';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const hostile = `<script>alert(1)</script> "quoted" & \\N \\G Nguyễn Adébáyọ̀ ${String.fromCharCode(7)}`;

const graph: Graph = {
  title: hostile,
  footer: 'Position p',
  groups: [
    { id: 'border', label: hostile },
    { id: 'council', label: 'Council' },
  ],
  nodes: [
    { id: 'a', label: hostile, group: 'border', shape: 'decision', emphasis: true },
    {
      id: 'b',
      label: 'Age determination asserted',
      note: '2010-02-08',
      group: 'council',
      marks: ['withdrawn'],
    },
  ],
  edges: [
    { from: 'a', to: 'b', label: hostile, circular: true },
    { from: 'b', to: 'a', circular: true, broken: true },
  ],
};

describe('the picture of what rests on what', () => {
  it('tells in words what it tells by colours and lines', async () => {
    const svg = await graphPicture(graph);
    for (const words of ['Council', 'withdrawn', 'in a circle', 'its ground was taken', 'Nguyễn'])
      expect(svg).toContain(words);
  });

  it('takes labels for text, whatever stands in them', async () => {
    const svg = await graphPicture(graph);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    // What Graphviz would put in place of these: the names of the node and of the graph.
    expect(svg).toContain('\\N');
    expect(svg).toContain('\\G');
    expect(svg).not.toContain(String.fromCharCode(7));
  });

  it('is the same for the same graph', async () => {
    expect(await graphPicture(graph)).toBe(await graphPicture(graph));
  });

  it('is of nothing that is not there', async () => {
    await expect(graphPicture({ ...graph, edges: [{ from: 'a', to: 'nowhere' }] })).rejects.toThrow(
      NoSuchNode,
    );
  });
});

const day = 86_400_000;
const instants = fc
  .integer({ min: 0, max: 3_650 * 24 })
  .map((hours) => new Date(Date.UTC(2002, 0, 1) + (hours * day) / 24).toISOString());

const pictures: fc.Arbitrary<TimelinePicture> = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.array(
      fc.record({
        lane: fc.nat(8),
        one: instants,
        other: instants,
        label: fc.oneof(fc.string({ maxLength: 120 }), fc.constant('Contact turned away')),
        decision: fc.boolean(),
        marks: fc.subarray(['late entry', 'uncertain date', 'disputed']),
      }),
      { maxLength: 40 },
    ),
    fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 10 }),
  )
  .map(([lanes, given, links]) => {
    const events = given.map(({ lane, one, other, label, decision, marks }, index): TimelineEvent => {
      const [from, to] = [one, other].sort();
      return {
        id: `e${index}`,
        lane: `l${lane % lanes}`,
        from: from!,
        to: to!,
        when: from!,
        label,
        marks,
        kind: decision ? 'decision' : 'event',
      };
    });
    return {
      title: 'A case',
      footer: 'Position p',
      lanes: Array.from({ length: lanes }, (_, index) => ({
        id: `l${index}`,
        label: `Agency ${index} with a long name of its own`,
      })),
      events,
      links: links.map(([from, to]) => ({ from: `e${from}`, to: `e${to}`, kind: 'reliance' as const })),
      gaps: events.slice(1).map(({ lane, from, to }) => ({ lane, from, to, label: 'nothing' })),
    };
  });

describe('the picture of a case', () => {
  it('lets no label meet another, nor leave its lane, whatever happened when', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const { events, silences, width, height, lanes } = layoutOf(picture);
        expect(events).toHaveLength(picture.events.length);
        const boxes = [...events, ...silences].map(({ box }) => box);
        for (const [index, box] of boxes.entries()) {
          expect(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
          for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
        }
        for (const { event, box } of events) {
          const lane = lanes.find(({ id }) => id === event.lane)!.box;
          expect(box.x > lane.x && box.x + box.width < lane.x + lane.width).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has time going down the page', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const { events } = layoutOf(picture);
        for (const [index, { event, box }] of events.entries()) {
          const next = events[index + 1];
          if (next === undefined) return;
          expect(event.from <= next.event.from && box.y < next.box.y).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('ends no page in the middle of an event', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const { events, breaks } = layoutOf(picture);
        for (const at of breaks)
          for (const { box } of events) expect(at > box.y && at < box.y + box.height).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('takes labels for text, and is the same for the same events', () => {
    const at = '2010-01-01T00:00:00.000Z';
    const picture: TimelinePicture = {
      ...{ title: hostile, subtitle: hostile, footer: hostile, links: [], gaps: [] },
      lanes: [{ id: 'a', label: hostile }],
      events: [{ id: 'e', lane: 'a', from: at, to: at, when: hostile, label: hostile, kind: 'event' }],
    };
    for (const draw of [timelinePicture, timelinePage]) {
      expect(draw(picture)).not.toContain('<script');
      expect(draw(picture)).toContain('&lt;script&gt;');
      expect(draw(picture)).toBe(draw(picture));
    }
  });
});
