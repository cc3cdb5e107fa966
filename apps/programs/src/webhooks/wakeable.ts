/** A wait that can be ended from elsewhere, also before it has begun. */
export const wakeable = (signal: AbortSignal) => {
  let woken = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    woken = true;
    for (const resume of [...waiting]) resume();
  };
  signal.addEventListener('abort', wake, { once: true });
  return {
    wake,
    wait: async (milliseconds: number): Promise<void> => {
      if (!woken && !signal.aborted)
        await new Promise<void>((resolve) => {
          const resume = () => {
            clearTimeout(timer);
            waiting.delete(resume);
            resolve();
          };
          const timer = setTimeout(resume, milliseconds);
          waiting.add(resume);
        });
      woken = false;
    },
  };
};
