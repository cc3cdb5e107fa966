import { setTimeout as after } from 'node:timers/promises';

/** Waits until something is so; throws where it is not within the time. What another process writes is read a little later. */
export const until = async (isSo: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> => {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It was not so within ${milliseconds} ms.`);
    await after(10);
  }
};
