/**
 * What a subscriber has dealt with, in a file: a line for each delivery and checkpoint. A line holds a delivery and the
 * cursor after it, so that the two are on the disk together or not at all, whenever the process ends. A system with a
 * database does the same in one transaction.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';

export const openKept = (file) => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  // The process ended while it wrote a line: what that held is sent again.
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  const linesOf = (kept) =>
    kept
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const lines = linesOf(whole);
  const ids = new Set(lines.flatMap(({ id }) => id ?? []));
  let cursor = lines.at(-1)?.cursor ?? null;
  return {
    /** After which place to go on; null: from the beginning. */
    cursor: () => cursor,
    /** Keeps a delivery or a checkpoint, and says whether it is new. A delivery that comes again has the same id. */
    take: (delivery) => {
      if (ids.has(delivery.id)) return false;
      // Flushed, or a power cut could take what the server will never send again.
      appendFileSync(file, `${JSON.stringify(delivery)}\n`, { flush: true });
      if (delivery.id !== undefined) ids.add(delivery.id);
      cursor = delivery.cursor ?? cursor;
      return true;
    },
    has: (id) => ids.has(id),
    /** Forgets everything but what stays: what is not sent again is not to be kept. */
    beginAnew: (stays = () => false) => {
      const left = existsSync(file) ? linesOf(readFileSync(file, 'utf8')).filter(stays) : [];
      writeFileSync(`${file}.new`, left.map((line) => `${JSON.stringify(line)}\n`).join(''), { flush: true });
      renameSync(`${file}.new`, file);
      ids.clear();
      for (const { id } of left) if (id !== undefined) ids.add(id);
      cursor = null;
    },
  };
};
