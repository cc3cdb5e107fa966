import { createServer } from 'node:https';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import type { Issuing } from '../throughline.fixture.js';
import { readSamples } from '../../apps/standalone/src/samples/load-samples.js';

/** An agency's own issuer of tokens: its keys are fetched over HTTPS, as those of any other. */
export interface TestIssuer {
  readonly issuer: string;
  readonly keySet: string;
  /** The certificate that a client has to trust (NODE_EXTRA_CA_CERTS). */
  readonly trusted: string;
  readonly issuing: Issuing;
  readonly tokenOf: (person: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const { directory } = readSamples();

export const startIssuer = async (folder: string): Promise<TestIssuer> => {
  const certificate = await generate([{ name: 'commonName', value: 'issuer of a test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const trusted = join(folder, 'issuer.pem');
  await writeFile(trusted, certificate.cert);
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    keySet: `${issuer}/keys`,
    trusted,
    issuing: { issuer, audience: 'throughline', kid: 'one', key: await exportJWK(privateKey) },
    tokenOf: async (handle) => {
      const person = directory.people.get(handle);
      if (person === undefined) throw new Error(`${handle} is not in the directory.`);
      const { organisation, role } = person;
      return new SignJWT({ organisation, role, acr: 'test' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })
        .setIssuer(issuer)
        .setAudience('throughline')
        .setSubject(handle)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
};
