import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import {
  credentials,
  loadPackageDefinition,
  makeGenericClientConstructor,
  status,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterEach, describe, expect, it } from '@jest/globals';
import { service as healthService } from 'grpc-health-check';
import { generate } from 'selfsigned';
import { FeedCertificateUnusable, usualTiming, type FeedTls } from './index.js';
import { fromBeginning, receive, serveFeed, type ServedFeed } from './served-feed.fixture.js';

const opened: ServedFeed[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const serve = async (change: Parameters<typeof serveFeed>[0]): Promise<ServedFeed> => {
  const served = await serveFeed(change);
  opened.push(served);
  return served;
};

const selfSigned = (name: string) =>
  generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });

type Pem = Awaited<ReturnType<typeof selfSigned>>;

const tlsIn = async (certificate: Pem, clientCa?: Pem): Promise<FeedTls> => {
  const folder = await mkdtemp(join(tmpdir(), 'feed-'));
  folders.push(folder);
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  return {
    certificateFile: await file('server.pem', certificate.cert),
    keyFile: await file('server.key', certificate.private),
    clientCaFile: clientCa === undefined ? null : await file('clients.pem', clientCa.cert),
  };
};

const secured = (trusted: Pem, own?: Pem) =>
  own === undefined
    ? credentials.createSsl(Buffer.from(trusted.cert))
    : credentials.createSsl(Buffer.from(trusted.cert), Buffer.from(own.private), Buffer.from(own.cert));

/** The name on the certificate that is shown there. */
const shownBy = (address: string): Promise<string> =>
  new Promise((resolve, fail) => {
    const [host = '', port = ''] = address.split(':');
    const socket = connectTls(
      { host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['h2'] },
      () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      },
    );
    socket.once('error', fail);
  });

describe('the feed over TLS', () => {
  it('is read by those who trust its certificate, and by nobody in clear', async () => {
    const certificate = await selfSigned('feed');
    const served = await serve({ tls: await tlsIn(certificate) });
    const metadata = await served.metadata();
    await receive(served.client(secured(certificate)), fromBeginning(), metadata).until('caughtUp', 1);
    const inClear = await receive(served.client(), fromBeginning(), metadata).ended;
    expect(inClear?.code).toBe(status.UNAVAILABLE);
    const others = secured(await selfSigned('another'));
    expect((await receive(served.client(others), fromBeginning(), metadata).ended)?.code).toBe(
      status.UNAVAILABLE,
    );
  });

  it('asks for a certificate of the client where it is told whose to take', async () => {
    const [certificate, agency, stranger] = [
      await selfSigned('feed'),
      await selfSigned('agency'),
      await selfSigned('stranger'),
    ];
    const served = await serve({ tls: await tlsIn(certificate, agency) });
    const metadata = await served.metadata();
    const known = receive(served.client(secured(certificate, agency)), fromBeginning(), metadata);
    await known.until('caughtUp', 1);
    for (const own of [undefined, stranger]) {
      const { ended } = receive(served.client(secured(certificate, own)), fromBeginning(), metadata);
      expect((await ended)?.code).toBe(status.UNAVAILABLE);
    }
  });

  it('takes a new certificate without a new start, and goes on with the old one while the new is not whole', async () => {
    const tls = await tlsIn(await selfSigned('old'));
    const next = await tlsIn(await selfSigned('new'));
    const timing = { ...usualTiming, certificatesMilliseconds: 50 };
    const served = await serve({ tls, timing });
    expect(await shownBy(served.address)).toBe('old');
    await copyFile(next.certificateFile, tls.certificateFile);
    await waitFor(() => Promise.resolve(served.behind.log.join('').includes('cannot be used')));
    expect(await shownBy(served.address)).toBe('old');
    await copyFile(next.keyFile, tls.keyFile);
    await waitFor(async () => (await shownBy(served.address)) === 'new');
  });

  it('does not start with a certificate that cannot be used', async () => {
    const tls = await tlsIn(await selfSigned('feed'));
    await writeFile(tls.keyFile, (await readFile(tls.keyFile, 'utf8')).slice(0, 60));
    await expect(serveFeed({ tls })).rejects.toThrow(FeedCertificateUnusable);
    await expect(serveFeed({ tls: { ...tls, keyFile: '/nowhere' } })).rejects.toThrow(
      FeedCertificateUnusable,
    );
  });
});

const waitFor = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (await holds()) return;
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error('It did not come to be so.');
};

describe('gRPC’s own health protocol', () => {
  it('tells, without a token, whether the feed can be used', async () => {
    const served = await serve({});
    const Client = makeGenericClientConstructor(healthService, 'Health');
    const client = new Client(served.address, credentials.createInsecure());
    const check = (service: string) =>
      new Promise<string>((done) =>
        (client as unknown as Checking)['check']({ service }, (problem, answer) =>
          done(problem === null ? answer.status : String(status[problem.code])),
        ),
      );
    expect(await check('')).toBe('SERVING');
    expect(await check('throughline.feed.v1.CaseEvents')).toBe('SERVING');
    expect(await check('of.another')).toBe('NOT_FOUND');
    served.setReady(false);
    await waitFor(async () => (await check('')) === 'NOT_SERVING');
    client.close();
  });
});

interface Checking {
  readonly check: (
    request: { readonly service: string },
    done: (problem: ServiceError | null, answer: { readonly status: string }) => void,
  ) => void;
}

const reflectionProto = new URL(
  '../../../node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
  import.meta.url,
).pathname;

interface Reflecting {
  readonly ServerReflectionInfo: () => {
    readonly write: (asked: object) => void;
    readonly end: () => void;
    readonly on: (event: 'data' | 'error', heard: (told: unknown) => void) => void;
  };
}

const reflected = (address: string, asked: object): Promise<unknown> => {
  const loaded = loadPackageDefinition(loadSync(reflectionProto)) as unknown as {
    grpc: {
      reflection: {
        v1: { ServerReflection: new (at: string, by: object) => Reflecting & { close: () => void } };
      };
    };
  };
  const client = new loaded.grpc.reflection.v1.ServerReflection(address, credentials.createInsecure());
  return new Promise<unknown>((done) => {
    const call = client.ServerReflectionInfo();
    call.on('data', done);
    call.on('error', done);
    call.write(asked);
    call.end();
  }).finally(() => client.close());
};

describe('reflection', () => {
  it('tells the contract where it is on', async () => {
    const served = await serve({});
    expect(JSON.stringify(await reflected(served.address, { listServices: '' }))).toContain(
      'throughline.feed.v1.CaseEvents',
    );
    const symbol = { fileContainingSymbol: 'throughline.feed.v1.CaseEvents' };
    expect(JSON.stringify(await reflected(served.address, symbol))).toContain('fileDescriptorProto');
  });

  it('tells nothing where it is off, as in production', async () => {
    const served = await serve({ reflection: false });
    expect(await reflected(served.address, { listServices: '' })).toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  });
});
