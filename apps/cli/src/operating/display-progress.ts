import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** How far a piece of work is. */
export interface Progressed {
  readonly name: string;
  readonly taken: number;
  readonly of: number;
  readonly done: boolean;
}

export interface ProgressDisplay {
  readonly show: (pieces: readonly Progressed[]) => void;
  /** Writes a line, which ends with a newline, beside what is shown. */
  readonly say: (line: string) => void;
  /** Leaves what is shown, for what is written next. */
  readonly end: () => void;
}

/** Bars where there is a screen, with one of all below; else lines: one whenever a piece is done, or a tenth of all. */
export const displayProgress = (
  screen: NodeJS.WriteStream | null,
  write: (text: string) => void,
  unit: string,
): ProgressDisplay => (screen === null ? inLines(write, unit) : inBars(screen, unit));

/** What is done is whole, whatever the estimate was. */
const ofWhole = ({ taken, of, done }: Progressed): { readonly taken: number; readonly of: number } => {
  const whole = Math.max(of, taken, 1);
  return { taken: done ? whole : taken, of: whole };
};

const together = (pieces: readonly Progressed[]): Progressed => ({
  name: 'in all',
  taken: pieces.reduce((sum, piece) => sum + ofWhole(piece).taken, 0),
  of: pieces.reduce((sum, piece) => sum + ofWhole(piece).of, 0),
  done: pieces.every(({ done }) => done),
});

const inBars = (stream: NodeJS.WriteStream, unit: string): ProgressDisplay => {
  const bars = new MultiBar(
    { stream, hideCursor: true, format: `{name} {bar} {percentage} % | {value} of {total} ${unit}` },
    Presets.shades_classic,
  );
  const byName = new Map<string, SingleBar>();
  const draw = (piece: Progressed, width: number) => {
    const { taken, of } = ofWhole(piece);
    const bar = byName.get(piece.name) ?? bars.create(of, 0, { name: piece.name.padEnd(width) });
    byName.set(piece.name, bar);
    bar.setTotal(of);
    bar.update(taken);
  };
  return {
    show: (pieces) => {
      const all = pieces.length > 1 ? [...pieces, together(pieces)] : pieces;
      const width = Math.max(...all.map(({ name }) => name.length));
      for (const piece of all) draw(piece, width);
      bars.update();
    },
    say: (line) => bars.log(line),
    end: () => bars.stop(),
  };
};

const inLines = (write: (text: string) => void, unit: string): ProgressDisplay => {
  let said = '';
  return {
    show: (pieces) => {
      const { taken, of } = ofWhole(together(pieces));
      const done = pieces.filter((piece) => piece.done).length;
      const tenths = Math.floor((10 * taken) / of);
      const now = `${done} ${tenths}`;
      if (now === said) return;
      said = now;
      write(`${taken} of ${of} ${unit}; done: ${done} of ${pieces.length}\n`);
    },
    say: write,
    end: () => undefined,
  };
};
