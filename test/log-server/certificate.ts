import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/*
 * A certificate authority of an afternoon, for tests of TLS: X.509 (RFC 5280) written out in DER, since Node signs but
 * makes no certificates and a test must not need other programs.
 */

const encoded = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? Buffer.from([body.length])
      : body.length < 0x100
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const sequence = (...contents: readonly Buffer[]) => encoded(0x30, ...contents);
const identifier = (hex: string) => encoded(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Buffer) => encoded(0x04, content);
const bits = (content: Buffer) => encoded(0x03, Buffer.from([0]), content);
const whole = (value: number) => encoded(0x02, Buffer.from([value]));
const yes = encoded(0x01, Buffer.from([0xff]));
const time = (instant: Date) =>
  encoded(0x17, Buffer.from(instant.toISOString().replace(/^..|[-:T]|\.\d+/g, ''), 'ascii'));

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const named = (name: string) =>
  sequence(encoded(0x31, sequence(identifier('550403'), encoded(0x0c, Buffer.from(name, 'utf8')))));
const isAuthority = sequence(identifier('551d13'), yes, octets(sequence(yes)));
const isHere = sequence(
  identifier('551d11'),
  octets(sequence(encoded(0x82, Buffer.from('localhost')), encoded(0x87, Buffer.from([127, 0, 0, 1])))),
);

const day = 86_400_000;

const certificate = (
  subject: string,
  key: KeyObject,
  extension: Buffer,
  issuer: { readonly name: string; readonly key: KeyObject },
): string => {
  const content = sequence(
    encoded(0xa0, whole(2)),
    whole(subject.length),
    ecdsaWithSha256,
    named(issuer.name),
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    named(subject),
    key.export({ format: 'der', type: 'spki' }),
    encoded(0xa3, sequence(extension)),
  );
  const der = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, issuer.key)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

/** PEM texts: the authority's certificate, and certificate and key of a server on this machine that it signed. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

export const makeCertificates = (): Certificates => {
  const [authority, server] = [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ];
  const issuer = { name: 'Authority of a test', key: authority.privateKey };
  return {
    authority: certificate(issuer.name, authority.publicKey, isAuthority, issuer),
    certificate: certificate('localhost', server.publicKey, isHere, issuer),
    key: server.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
};
