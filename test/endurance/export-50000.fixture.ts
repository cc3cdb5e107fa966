import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openEmbeddedEventStore } from '#event-store';
import { systemClock } from '#kernel';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import { policies } from '../bench/events.js';
import { tellCases, type SizeOfReview, type ToldCases } from '../bench/reviewed-cases.js';

/** Tells many cases into the folder of a program that has stopped. */
export const tellInto = async (dataFolder: string, size: SizeOfReview): Promise<ToldCases> => {
  const store = await openEmbeddedEventStore({ file: join(dataFolder, 'events.sqlite') });
  const sealing = await openSealing({
    provider: await openKeyFile({
      file: join(dataFolder, 'development.key'),
      production: false,
      mayCreate: false,
    }),
    dataKeys: await openDataKeyFile(join(dataFolder, 'data-keys.sqlite')),
    clock: systemClock,
  });
  try {
    return await tellCases({ store, sealing, policyVersion: policies().current.version }, size);
  } finally {
    await sealing.close();
    await store.close();
  }
};

/** Milliseconds that a process has used of all cores. */
const usedBy = (pid: number): number => {
  const [, , ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/[()]/u).join(' ').split(/\s+/u);
  const [user = 0, system = 0] = rest.slice(11, 13).map(Number);
  return (user + system) * 10;
};

const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000;

/** Whether a process, within the time given, comes to do next to nothing. */
export const comesToRest = async (pid: number, milliseconds: number): Promise<boolean> => {
  const until = performance.now() + milliseconds;
  for (let before = usedBy(pid); performance.now() < until;) {
    await after(500);
    const now = usedBy(pid);
    if (now - before < 100) return true;
    before = now;
  }
  return false;
};

export interface Watched<Value> {
  readonly value: Value;
  readonly seconds: number;
  /** The most memory, in megabytes. */
  readonly resident: number;
  /** The longest that somebody else waited meanwhile, in milliseconds. */
  readonly othersWaited: number;
}

/** Does something with a program, and looks meanwhile at its memory, and at how long it keeps others waiting. */
export const watched = async <Value>(
  { pid, address }: { readonly pid: number; readonly address: string },
  work: () => Promise<Value>,
): Promise<Watched<Value>> => {
  let [resident, othersWaited, done] = [0, 0, false];
  const looking = (async () => {
    while (!done) {
      const asked = performance.now();
      const { ok } = await fetch(`${address}/health/live`);
      if (!ok) throw new Error('It says that it is not alive.');
      othersWaited = Math.max(othersWaited, performance.now() - asked);
      resident = Math.max(resident, residentOf(pid));
      await after(50);
    }
  })();
  const began = performance.now();
  try {
    const value = await work();
    const seconds = (performance.now() - began) / 1_000;
    done = true;
    await looking;
    return { value, seconds, resident, othersWaited };
  } finally {
    done = true;
  }
};
