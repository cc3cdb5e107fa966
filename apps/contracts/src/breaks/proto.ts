import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buf } from '../contracts.js';
import type { Change } from './change.js';

/** buf ends with this code where it has found something; with another it could not look. */
const found = 100;

const findingsOf = (...args: readonly string[]): readonly string[] => {
  try {
    buf(...args);
    return [];
  } catch (error) {
    const { status, stdout } = error as { readonly status?: number; readonly stdout?: string };
    if (status !== found || stdout === undefined) throw error;
    return stdout.trim().split('\n');
  }
};

/** What a client that was generated from the image released would meet, in the rules of `buf.yaml`. */
export const changesOfProto = (released: string, now: string): readonly Change[] => {
  if (released === now) return [];
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    const [before, after] = [join(folder, 'released.json'), join(folder, 'now.json')];
    writeFileSync(before, released);
    writeFileSync(after, now);
    return findingsOf('breaking', after, '--against', before, '--config', 'buf.yaml').map((what) => ({
      contract: 'protocol buffers',
      severity: 'breaking',
      what,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What `buf lint` finds in `proto/`. */
export const lintOfProto = (): readonly string[] => findingsOf('lint');
