import type { WritingOptions } from './table-document.js';

const rowsBetweenReports = 500;

export interface Progress {
  /** Call it for every row. */
  readonly row: () => void;
  readonly end: () => void;
}

export const progressOf = ({ onProgress }: WritingOptions): Progress => {
  let rows = 0;
  return {
    row: () => {
      rows += 1;
      if (rows % rowsBetweenReports === 0) onProgress?.(rows);
    },
    end: () => onProgress?.(rows),
  };
};
