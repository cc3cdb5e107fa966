/**
 * Tells followers that there is more to read. The file has one process (its lock sees to that), so whoever writes is
 * in this process and followers never need to poll.
 */
export interface Commits {
  announce(): void;
  /** No more commits will come: wakes everybody who waits. */
  end(): void;
  readonly hasEnded: boolean;
  /** Resolves with the next commit, with the end, or when the signal is aborted. */
  next(signal: AbortSignal): Promise<void>;
}

export const commitNotifier = (): Commits => {
  const waiting = new Set<() => void>();
  let hasEnded = false;
  const announce = () => {
    for (const wake of [...waiting]) wake();
  };
  return {
    announce,
    end: () => {
      hasEnded = true;
      announce();
    },
    get hasEnded() {
      return hasEnded;
    },
    next: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (signal.aborted || hasEnded) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
};
