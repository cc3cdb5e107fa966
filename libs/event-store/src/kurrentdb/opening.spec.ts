import { createServer, type AddressInfo, type Socket } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CannotOpenEventLog, openKurrentDbEventStore } from '#event-store';
import { makeCertificates } from '../../../../test/log-server/certificate.js';
import { serveLog, type ServedLog } from './log-server.fixture.js';

const password = 'what-nobody-may-see';
const timeouts = { answerMilliseconds: 1_000, patienceMilliseconds: 0 };

let log: ServedLog | undefined;

afterEach(async () => {
  await log?.close();
  log = undefined;
});

/** Why it was not opened; the whole error must hold one line, and nothing of the url. */
const reasonNotToOpen = async (url: string): Promise<string> => {
  try {
    const store = await openKurrentDbEventStore({ url, timeouts });
    await store.close();
    return 'opened';
  } catch (error) {
    if (!(error instanceof CannotOpenEventLog)) throw error;
    expect(error.message).toMatch(/^[^\n]{40,}$/);
    expect(error.message).not.toContain(password);
    return error.reason;
  }
};

describe('a connection string of KurrentDB', () => {
  it.each([
    '',
    'localhost:2113',
    `http://user:${password}@localhost:2113`,
    `kurrentdb://user:${password}@`,
    `kurrentdb://user:${password}@localhost:port`,
    `kurrentdb://user:${password}@localhost:99999`,
    `kurrentdb://user:${password}@local host`,
    // Unencoded, the client would take a part of the password for the host, or cut it.
    `kurrentdb://user:pass:${password}@localhost`,
    `kurrentdb://user:pass@${password}@localhost`,
    `kurrentdb://user:100%${password}@localhost`,
    `kurrentdb://user@localhost`,
    `kurrentdb://localhost?tls=maybe`,
    `kurrentdb://localhost?tls`,
    `kurrentdb://localhost?keepAliveInterval=often`,
    // The client would print the whole string on standard error.
    `kurrentdb://user:${password}@localhost?colour=blue`,
  ])('is refused where it is none, without a word of it: %s', async (url) => {
    expect(await reasonNotToOpen(url)).toBe('malformed-url');
  });

  it('is refused where it switches off the check of the certificate', async () => {
    expect(await reasonNotToOpen('kurrentdb://localhost?tlsVerifyCert=false')).toBe('unverified-tls');
  });

  it('is refused where the file of a certificate is missing', async () => {
    expect(await reasonNotToOpen('kurrentdb://localhost?tlsCaFile=/nowhere/ca.crt')).toBe(
      'certificate-file-unreadable',
    );
  });

  it('is taken as other programs write it: the older scheme, and settings that the adapter decides', async () => {
    log = await serveLog();
    const { port } = log.server();
    const query = 'tls=false&throwOnAppendFailure=false&NodePreference=follower&default-deadline=1';
    expect(await reasonNotToOpen(`esdb://127.0.0.1:${port}/?${query}`)).toBe('opened');
    expect(await reasonNotToOpen(`kurrentdb+discover://127.0.0.1:${port}?tls=false`)).toBe('opened');
    expect(await reasonNotToOpen(`kurrentdb://127.0.0.1:1,127.0.0.1:${port}?tls=false`)).toBe('opened');
  });
});

describe('a server of KurrentDB', () => {
  const user = 'throughline';
  // Each of these is cut or misread where it is not encoded.
  const hard = `${password}:@/?#%+&=é`;
  const encoded = encodeURIComponent(hard);

  it('is used over TLS by a user whose password has every special character', async () => {
    const { authority, certificate, key } = makeCertificates();
    log = await serveLog({ tls: { certificate, key }, credentials: { user, password: hard } });
    const file = join(log.folder, 'ca.crt');
    writeFileSync(file, authority);
    const { port } = log.server();
    const url = `kurrentdb://${user}:${encoded}@localhost:${port}?tls=true&tlsCaFile=${encodeURIComponent(file)}`;
    const store = await log.open({ url, timeouts });
    const event = { id: '7f3c1c1e-9c3f-4b53-8d53-6a3c6a3c6a3c', type: 'Happened', data: {} };
    await store.append('case-1', [event], { expected: 'no-stream' });
    for await (const { id } of store.readStream('case-1')) expect(id).toBe(event.id);
    for await (const delivery of store.subscribe({ after: 'start' }))
      if (delivery.kind === 'caught-up') break;
    expect(log.server().seen).toMatchObject({ batchAppends: 1, singleAppends: 0 });

    // The file of the authority is being replaced while the connections are lost.
    rmSync(file);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const follower = store.subscribe({ after: 'start' })[Symbol.asyncIterator]();
    const following = follower.next();
    log.server().dropConnections();
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeFileSync(file, authority);
    expect((await following).done).toBe(false);
    await follower.return?.();
    expect(await store.head()).not.toBeNull();

    expect(await reasonNotToOpen(url.replace(encoded, 'wrong'))).toBe('credentials-refused');
    expect(await reasonNotToOpen(url.replace(`${user}:${encoded}@`, ''))).toBe('credentials-refused');
  });

  it('is not used where its certificate is not trusted', async () => {
    log = await serveLog({ tls: makeCertificates() });
    const { port } = log.server();
    expect(await reasonNotToOpen(`kurrentdb://${user}:${password}@localhost:${port}?tls=true`)).toBe(
      'tls-not-trusted',
    );
  });

  it('is not used where TLS is asked for and not spoken', async () => {
    log = await serveLog();
    const { port } = log.server();
    expect(await reasonNotToOpen(`kurrentdb://localhost:${port}?tls=true`)).toBe('tls-not-spoken');
  });

  it.each([
    ['from before 20.6', { version: '5.0.8', hasBatchAppend: false }],
    ['that does not say when a follower has caught up', { version: '22.10.2' }],
    ['without batch append', { version: '24.10.0', hasBatchAppend: false }],
  ])('is not used %s', async (_, options) => {
    log = await serveLog(options);
    expect(await reasonNotToOpen(log.url)).toBe('unsupported-server');
  });

  it('is not there: nobody listens, or who listens says nothing', async () => {
    const callers: Socket[] = [];
    const silent = createServer((socket) => callers.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await reasonNotToOpen(`kurrentdb://127.0.0.1:${port}?tls=false`)).toBe('unreachable');
    const closed = new Promise((resolve) => silent.close(resolve));
    for (const socket of callers) socket.destroy();
    await closed;
    expect(await reasonNotToOpen(`kurrentdb://127.0.0.1:${port}?tls=false`)).toBe('unreachable');
  });

  it('is waited for where it is still starting', async () => {
    log = await serveLog();
    log.server().faults.isNotReady = true;
    const opening = log.open({ timeouts: { answerMilliseconds: 1_000, patienceMilliseconds: 10_000 } });
    setTimeout(() => {
      if (log !== undefined) log.server().faults.isNotReady = false;
    }, 300);
    expect(await (await opening).head()).toBeNull();
  });
});
