import { LRUCache } from 'lru-cache';
import type { Database } from './log-file.js';

/** What the writer knows of a stream. */
export interface Stream {
  readonly id: number;
  readonly name: string;
  readonly category: number;
  /** The revision of its last event; -1 where it has none. */
  revision: number;
  /** Events below this revision were deleted: they are no longer read by stream. */
  hiddenBelow: number;
  tombstoned: boolean;
}

export interface Streams {
  find(name: string): Stream | undefined;
  create(name: string): Stream;
  /** Stores what a deletion changed. */
  save(stream: Stream): void;
  /** Forgets what is remembered, because what was written last did not come to stand. */
  forget(): void;
  /** The known categories, by name. */
  readonly categories: ReadonlyMap<string, number>;
}

/** Enough for the streams that are busy at one time; any other costs two look-ups. */
const remembered = 50_000;

const categoryOf = (name: string): string => name.slice(0, name.indexOf('-') + 1) || name;

type Row = Pick<Stream, 'id' | 'name' | 'category' | 'revision' | 'hiddenBelow'> & { tombstoned: number };

export const openStreams = (database: Database): Streams => {
  const known = new LRUCache<string, Stream>({ max: remembered });
  const select = database.prepare(`
    SELECT id, name, category, hidden_below AS hiddenBelow, tombstoned,
           ifnull((SELECT max(revision) FROM events WHERE stream = streams.id), -1) AS revision
    FROM streams WHERE name = ?`);
  const insert = database.prepare('INSERT INTO streams (name, category) VALUES (?, ?)');
  const update = database.prepare('UPDATE streams SET hidden_below = ?, tombstoned = ? WHERE id = ?');
  const insertCategory = database.prepare('INSERT INTO categories (name) VALUES (?)');
  const categories = new Map(
    (database.prepare('SELECT id, name FROM categories').all() as { id: number; name: string }[]).map(
      ({ id, name }) => [name, id],
    ),
  );

  const categoryId = (name: string): number => {
    const existing = categories.get(name);
    if (existing !== undefined) return existing;
    const id = Number(insertCategory.run(name).lastInsertRowid);
    categories.set(name, id);
    return id;
  };

  const remember = (stream: Stream): Stream => {
    known.set(stream.name, stream);
    return stream;
  };

  return {
    categories,
    find: (name) => {
      const stream = known.get(name);
      if (stream !== undefined) return stream;
      const row = select.get(name) as Row | undefined;
      return row && remember({ ...row, tombstoned: row.tombstoned === 1 });
    },
    create: (name) => {
      const category = categoryId(categoryOf(name));
      const id = Number(insert.run(name, category).lastInsertRowid);
      return remember({ id, name, category, revision: -1, hiddenBelow: 0, tombstoned: false });
    },
    forget: () => known.clear(),
    save: ({ id, hiddenBelow, tombstoned }) => {
      update.run(hiddenBelow, tombstoned ? 1 : 0, id);
    },
  };
};
