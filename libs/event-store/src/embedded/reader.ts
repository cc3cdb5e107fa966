import type { EventId, Instant, Json } from '#kernel';
import { StoreUnavailable, StreamDeleted, StreamNotFound } from '../errors.js';
import type { Direction, RecordedEvent } from '../port.js';
import type { Database } from './log-file.js';
import { positionAt } from './positions.js';
import { describeFailure } from './sqlite-errors.js';
import type { Streams } from './streams.js';

export interface Reader {
  /** The events of a stream from a revision on, that revision included. Throws `StreamNotFound`, `StreamDeleted`. */
  ofStream(name: string, from: number, direction: Direction, count: number): RecordedEvent[];
  /** The events of the log beyond a place, which is itself not included. */
  ofLog(beyond: number, direction: Direction, count: number, prefixes?: readonly string[]): RecordedEvent[];
}

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: EventId;
  readonly type: string;
  readonly data: string;
  readonly metadata: string | null;
  readonly appendedAt: Instant;
}

const select = `
  SELECT events.position AS position, streams.name AS stream, events.revision AS revision, events.id AS id,
         events.type AS type, events.data AS data, events.metadata AS metadata, events.appended_at AS appendedAt
  FROM events JOIN streams ON streams.id = events.stream`;

/** Field by field, which is several times as fast as copying what the driver gives. */
const recorded = ({
  id,
  type,
  stream,
  revision,
  position,
  data,
  metadata,
  appendedAt,
}: Row): RecordedEvent => ({
  id,
  type,
  stream,
  revision,
  position: positionAt(position),
  data: JSON.parse(data) as Json,
  metadata: metadata === null ? null : (JSON.parse(metadata) as Json),
  appendedAt,
});

/** The streams of one category; where `beginnings` is given, only those whose names begin with one of them. */
interface Selection {
  readonly category: number;
  readonly beginnings?: readonly string[];
}

/** Which categories hold streams that begin so. There are a dozen categories, and a prefix usually names one. */
const selectionsOf = (categories: ReadonlyMap<string, number>, prefixes: readonly string[]): Selection[] =>
  [...categories].flatMap(([name, category]) => {
    if (prefixes.some((prefix) => name.startsWith(prefix))) return [{ category }];
    const beginnings = prefixes.filter((prefix) => name.endsWith('-') && prefix.startsWith(name));
    return beginnings.length > 0 ? [{ category, beginnings }] : [];
  });

export const openReader = (database: Database, streams: Streams): Reader => {
  const statements = new Map<string, ReturnType<Database['prepare']>>();

  const rows = (sql: string, ...values: (string | number)[]): RecordedEvent[] => {
    if (!database.isOpen) throw new StoreUnavailable('The event log is closed.');
    try {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return (statement.all(...values) as Row[]).map(recorded);
    } catch (cause) {
      throw new StoreUnavailable(`The event log cannot be read: ${describeFailure(cause)}.`, { cause });
    }
  };

  const order = (direction: Direction) =>
    direction === 'forwards' ? (['>', 'ASC'] as const) : (['<', 'DESC'] as const);

  return {
    ofStream: (name, from, direction, count) => {
      if (!database.isOpen) throw new StoreUnavailable('The event log is closed.');
      const stream = streams.find(name);
      if (stream?.tombstoned) throw new StreamDeleted(name);
      if (stream === undefined || stream.revision < stream.hiddenBelow) throw new StreamNotFound(name);
      const [beyond, way] = order(direction);
      return rows(
        `${select} WHERE events.stream = ? AND events.revision ${beyond}= ? AND events.revision >= ?
         ORDER BY events.revision ${way} LIMIT ?`,
        stream.id,
        from,
        stream.hiddenBelow,
        count,
      );
    },

    ofLog: (place, direction, count, prefixes) => {
      const [beyond, way] = order(direction);
      const inOrder = `ORDER BY position ${way} LIMIT ?`;
      if (prefixes === undefined)
        return rows(`${select} WHERE events.position ${beyond} ? ${inOrder}`, place, count);
      const selections = selectionsOf(streams.categories, prefixes);
      if (selections.length === 0) return [];
      // One branch for each category, each in log order by its index: SQLite merges them without sorting.
      const branches = selections.map(({ beginnings }) => {
        const named = beginnings?.map(() => 'streams.name GLOB ?').join(' OR ');
        return `${select} WHERE events.category = ? AND events.position ${beyond} ?${named ? ` AND (${named})` : ''}`;
      });
      const values = selections.flatMap(({ category, beginnings }) => [
        category,
        place,
        ...(beginnings ?? []).map((beginning) => `${beginning}*`),
      ]);
      return rows(`${branches.join(' UNION ALL ')} ${inOrder}`, ...values, count);
    },
  };
};
