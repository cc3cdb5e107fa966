import { stat } from 'node:fs/promises';

/** Whether there is something at this path. What cannot be looked at is an error, and not an absence. */
export const fileExists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (problem: NodeJS.ErrnoException) => {
      if (problem.code === 'ENOENT') return false;
      throw problem;
    },
  );
