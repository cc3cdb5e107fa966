import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../run.js';

const chronology = '{"sections":[]}';
const digest = createHash('sha256').update(chronology).digest('hex');
const exported = { path: '/file', digest, rows: 7, position: 'P', policyVersion: '2026-12' };

/** A service that answers each request as a test says. */
interface Answers {
  readonly graphql: unknown;
  readonly file: (response: ServerResponse) => void;
}

const whole: Answers = {
  graphql: { data: { exportChronology: exported } },
  file: (response) => response.setHeader('x-rows', '7').end(chronology),
};

let folder: string;
let close: () => void;
let asked: { variables: { input: Record<string, unknown> } } | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-exporting-'));
  asked = undefined;
});
afterEach(async () => {
  close();
  await rm(folder, { recursive: true });
});

const running = async ({ graphql, file }: Answers): Promise<string> => {
  const server = createServer((request, response) => {
    if (request.url === '/file') return file(response);
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (request.url === '/graphql') asked = JSON.parse(body) as typeof asked;
      response.end(JSON.stringify(request.url === '/graphql' ? graphql : { token: 'a token' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const exporting = async (
  answers: Answers,
  words: readonly string[] = ['edmund-board', 'a-review', 'json', 'it.json'],
  interrupted = new AbortController(),
) => {
  const address = await running(answers);
  let said = '';
  const code = await run(['export', ...words], {
    ...{ address, workingFolder: folder, screen: null, interruption: () => interrupted.signal },
    write: (text) => (said += text),
  });
  return { code, said, left: await readdir(folder) };
};

describe('a chronology that is exported', () => {
  it('is saved for its owner alone, and its digest, rows, policy and position are told', async () => {
    const { code, said, left } = await exporting(whole);
    expect({ code, left }).toEqual({ code: 0, left: ['it.json'] });
    expect(await readFile(join(folder, 'it.json'), 'utf8')).toBe(chronology);
    expect((await stat(join(folder, 'it.json'))).mode & 0o777).toBe(0o600);
    for (const told of [`digest    ${digest}`, 'rows      7', 'policy    2026-12', 'position  P'])
      expect(said).toContain(told);
  });

  it('is asked for as the words say', async () => {
    const words = [
      'edmund-board',
      'a-review',
      'pdf',
      'it.pdf',
      '--anonymised',
      '--shifted',
      '--without-comments',
    ];
    expect((await exporting(whole, words)).code).toBe(0);
    expect(asked?.variables.input).toMatchObject({
      ...{ reviewId: 'a-review', format: 'PDF', identities: 'ANONYMISED', dates: 'SHIFTED', comments: false },
    });
  });

  it.each([
    ['without a file', ['edmund-board', 'a-review', 'json']],
    ['in a format that there is not', ['edmund-board', 'a-review', 'odt', 'it.odt']],
    ['with an option that there is not', ['edmund-board', 'a-review', 'json', 'it.json', '--anonymized']],
    ['with a word too many', ['edmund-board', 'a-review', 'json', 'it.json', 'more']],
  ])('is not understood %s', async (_how, words) => {
    expect(await exporting(whole, words)).toMatchObject({ code: 2, left: [] });
    expect(asked).toBeUndefined();
  });
});

describe('an export that fails leaves no part of a file', () => {
  const refusal = { errors: [{ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } }] };

  it('when it is refused', async () => {
    expect(await exporting({ ...whole, graphql: refusal })).toEqual({
      ...{ code: 1, said: 'NOT_FOUND: There is no such thing.\n', left: [] },
    });
  });

  it('when the file is refused', async () => {
    const file = (response: ServerResponse) => response.writeHead(404).end(JSON.stringify(refusal));
    expect(await exporting({ ...whole, file })).toMatchObject({ code: 1, left: [] });
  });

  it('when the download breaks off, and an older file stays as it was', async () => {
    await writeFile(join(folder, 'it.json'), 'older');
    const file = (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(chronology, () => response.destroy());
    };
    const { code, said, left } = await exporting({ ...whole, file });
    expect({ code, left }).toEqual({ code: 1, left: ['it.json'] });
    expect(said).toContain('broke off');
    expect(await readFile(join(folder, 'it.json'), 'utf8')).toBe('older');
  });

  it('when other bytes come than were exported', async () => {
    const { code, said, left } = await exporting({ ...whole, file: (response) => response.end('{}') });
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(said).toContain('digest');
  });

  it('when it is interrupted', async () => {
    const interrupted = new AbortController();
    const file = (response: ServerResponse) => response.write(chronology, () => interrupted.abort());
    const { code, said, left } = await exporting({ ...whole, file }, undefined, interrupted);
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(said).toContain('Interrupted');
  });

  it('when it cannot be written there', async () => {
    const { code, said } = await exporting(whole, ['edmund-board', 'a-review', 'json', 'nowhere/it.json']);
    expect(code).toBe(1);
    expect(said).toContain('ENOENT');
  });
});
