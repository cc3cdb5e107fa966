/**
 * Receives deliveries of a webhook: verifies each by its signature with the library of Standard Webhooks, keeps it, leaves out what
 * comes again, and answers 2xx before any work is done for it.
 */
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { openKept } from './kept.mjs';

const { PORT = '4200', SECRET = '', KEPT = 'kept-by-webhook.jsonl' } = process.env;

const kept = openKept(KEPT);
const webhook = new Webhook(SECRET);
const largest = 1024 * 1024;

const bodyOf = async (request) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The status to answer with. */
const received = async (request) => {
  const body = await bodyOf(request);
  if (body === null) return 413;
  try {
    // The bytes as they came: what is parsed and written again may differ in a space.
    webhook.verify(body, request.headers);
  } catch {
    return 401; // Not from the server that we registered with, changed on the way, or too old.
  }
  const { id, type, subject, time, data } = JSON.parse(body);
  // Nobody can say which entries have ended: all that are still there come again. Alerts stay as they are.
  if (type === 'throughline.feed.begun-anew.v1' && !kept.has(id))
    kept.beginAnew((line) => line.type.startsWith('throughline.alert.'));
  // Tried again after an answer that was lost, a delivery has the id that it had.
  if (kept.take({ id, type, subject, time, data })) console.log(type, id);
  return 204;
};

const server = createServer((request, response) => {
  received(request).then(
    (status) => response.writeHead(status).end(),
    // It could not be kept: anything but 2xx, and it is sent again later.
    (problem) => {
      console.error(problem);
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`Receiving at ${server.address().port}`));
