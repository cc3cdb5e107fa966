import { request as requestInClear } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Target } from './target.js';

/** What a receiver answered: a status, or that there was none. */
export type Posted =
  | { readonly answered: true; readonly status: number; readonly retryAfter: string | null }
  | { readonly answered: false };

/** As much of an answer is taken from the wire; nothing of it is kept. */
const mostBytesOfAnswer = 4_096;

/** Gives the address that was looked up and judged, so that the name is not asked again. */
const pinnedTo =
  (address: string): LookupFunction =>
  (_host, options, found) => {
    const family = isIP(address);
    if (options.all) found(null, [{ address, family }]);
    else found(null, address, family);
  };

/**
 * Posts to a receiver, once. No redirect is followed, and an answer that is longer than it needs to be is cut off. What failed
 * on the way is no error of ours: there was no answer.
 */
export const post = (
  { url, address }: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Posted> =>
  new Promise((resolve) => {
    const request = url.protocol === 'http:' ? requestInClear : requestOverTls;
    const noAnswer = () => resolve({ answered: false });
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection that is kept would outlive the judgement of its address.
      agent: false,
      lookup: pinnedTo(address),
      signal,
    });
    sent.on('error', noAnswer);
    sent.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      const retryAfter = response.headers['retry-after'] ?? null;
      const answered = () => resolve({ answered: true, status, retryAfter });
      let bytes = 0;
      response.on('data', (some: Buffer) => {
        bytes += some.length;
        if (bytes <= mostBytesOfAnswer) return;
        answered();
        response.destroy();
      });
      response.on('end', answered);
      response.on('error', noAnswer);
      response.on('close', noAnswer);
    });
    sent.end(body);
  });
