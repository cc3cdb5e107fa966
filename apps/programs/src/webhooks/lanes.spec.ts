import { describe, expect, it } from '@jest/globals';
import type { Waiting } from './kept-deliveries.js';
import { openLanes, type Queued } from './lanes.js';

const now = '2026-11-22T10:00:00.000Z';
const queued = (id: string, number: number, more: Partial<Waiting> = {}): Queued => ({
  waiting: {
    ...{ id, number, source: 'entries', kind: 'entry', caseId: id, subjectId: id },
    ...{ attempts: 0, nextAt: now, takenAt: now, ...more },
  },
  fresh: null,
});
const beginning = (number: number) => queued(`anew-${number}`, number, { kind: 'begun-anew', caseId: null });
const numbers = (due: readonly Queued[]) => due.map(({ waiting }) => waiting.number);

describe('What waits for one receiver, when everything begins anew', () => {
  it('is sent after what was under way is over and the receiver has taken that it does, and before it nothing', () => {
    const lanes = openLanes();
    for (const one of [queued('miriam', 1), queued('quan', 2, { nextAt: '2026-11-23' })]) lanes.add(one);
    const [underWay] = lanes.due(now);
    for (const one of [beginning(3), queued('miriam', 4), queued('quan', 5)]) lanes.add(one);
    expect(lanes.size('entries')).toBe(3);
    expect(numbers(lanes.due(now))).toEqual([]);
    expect(lanes.nextAt()).toBeNull();
    // It failed, and would wait for its next attempt.
    lanes.over(underWay!, { ...underWay!.waiting, attempts: 1 });
    const [first] = lanes.due(now);
    expect(first?.waiting.number).toBe(3);
    lanes.over(first!, { ...first!.waiting, attempts: 1 });
    const [again] = lanes.due(now);
    expect([again?.waiting.number, again?.waiting.attempts]).toEqual([3, 1]);
    expect(numbers(lanes.due(now))).toEqual([]);
    lanes.over(again!, null);
    expect(numbers(lanes.due(now))).toEqual([4, 5]);
  });

  it('is sent once told, though it was begun anew again meanwhile', () => {
    const lanes = openLanes();
    for (const one of [beginning(1), queued('miriam', 2)]) lanes.add(one);
    const [underWay] = lanes.due(now);
    for (const one of [beginning(3), queued('miriam', 4)]) lanes.add(one);
    expect(numbers(lanes.due(now))).toEqual([]);
    lanes.over(underWay!, null);
    const [first] = lanes.due(now);
    expect(first?.waiting.number).toBe(3);
    lanes.over(first!, null);
    expect(numbers(lanes.due(now))).toEqual([4]);
    expect(lanes.size('entries')).toBe(1);
  });

  it('holds up no alert', () => {
    const lanes = openLanes();
    lanes.add(queued('alert', 1, { source: 'alerts' }));
    const [alert] = lanes.due(now);
    lanes.add(beginning(2));
    lanes.add(queued('another', 3, { source: 'alerts' }));
    expect(numbers(lanes.due(now))).toEqual([3, 2]);
    lanes.over(alert!, null);
  });
});
