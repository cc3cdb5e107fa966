import { SingleBar } from 'cli-progress';

export interface DownloadDisplay {
  readonly preparing: () => void;
  readonly fetched: (bytes: number, rows: number) => void;
  /** Leaves the screen as it was. */
  readonly end: () => void;
}

const nothing: DownloadDisplay = {
  preparing: () => undefined,
  fetched: () => undefined,
  end: () => undefined,
};

/** How much has come. How much will is known in rows alone, so there is no bar that would have to guess. */
export const displayDownload = (screen: NodeJS.WriteStream | null): DownloadDisplay => {
  if (screen === null) return nothing;
  const shown = new SingleBar({
    stream: screen,
    format: '{doing} {value} kB, {duration_formatted}',
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    preparing: () => shown.start(0, 0, { doing: 'Putting the export on record:' }),
    fetched: (bytes, rows) =>
      shown.update(Math.ceil(bytes / 1024), { doing: `Fetching a chronology of ${rows} rows:` }),
    end: () => shown.stop(),
  };
};
