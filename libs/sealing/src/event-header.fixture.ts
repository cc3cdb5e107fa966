import { openHandling, type EventHeader } from '#casework';
import { randomId } from '#kernel';

/** A header with one part, of a new case unless it is told otherwise. */
export const eventHeader = (change: Partial<EventHeader> = {}): EventHeader => {
  const caseId = randomId();
  return {
    id: randomId(),
    stream: `case-${caseId}`,
    type: 'ChildReportedMissing',
    version: 1,
    caseId,
    recordedBy: { organisation: randomId(), person: randomId(), role: 'officer' },
    occurred: '2010-11-02',
    recordedAt: '2010-11-02T04:50:00.000Z',
    source: 'own-act',
    parts: ['core.coded'],
    handling: openHandling,
    lawfulBasis: 'public-task',
    correlation: randomId(),
    causation: null,
    relations: [],
    concerns: {},
    ...change,
  };
};
