/** A wait that can be ended from elsewhere, also before it has begun. */
export const wakeable = (signal: AbortSignal) => {
  let woken = false;
  let resume: () => void = () => undefined;
  const wake = () => {
    woken = true;
    resume();
  };
  signal.addEventListener('abort', wake, { once: true });
  return {
    wake,
    wait: async (milliseconds: number): Promise<void> => {
      if (!woken) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          resume = resolve;
          timer = setTimeout(resolve, milliseconds);
        });
        clearTimeout(timer);
      }
      woken = signal.aborted;
    },
  };
};
