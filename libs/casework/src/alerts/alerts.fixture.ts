import { derivedId } from '#kernel';
import { openHandling, type Concerns, type EventHeader, type Relation } from '../vocabulary/event-header.js';

export const child = '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11';

const start = Date.UTC(2010, 10, 6, 2);

/** So many minutes after the night began. */
export const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

export interface Told {
  readonly by?: string;
  readonly minutes?: number;
  readonly concerns?: Concerns;
  readonly relations?: readonly Relation[];
}

/** Headers of one case, one after the other. */
export const night = (stream = `case-${child}`) => {
  const headers: EventHeader[] = [];
  return {
    headers,
    happens: (
      type: string,
      { by = 'northbridge', minutes = headers.length, concerns = {}, relations = [] }: Told = {},
    ) => {
      const header: EventHeader = {
        id: derivedId('night', stream, headers.length),
        ...{ stream, type, version: 1, caseId: child },
        recordedBy: { organisation: by, person: `worker-${by}`, role: 'system' },
        ...{ occurred: '2010-11-06', recordedAt: at(minutes), source: 'own-act', parts: ['core.coded'] },
        ...{ handling: openHandling, lawfulBasis: null, correlation: 'request', causation: null },
        ...{ relations, concerns },
      };
      headers.push(header);
      return header;
    },
  };
};

export const related = (kind: Relation['kind'], ...events: readonly EventHeader[]): readonly Relation[] =>
  events.map(({ id }) => ({ kind, event: id }));
