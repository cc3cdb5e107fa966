import type { Face } from '../../fonts/dejavu-sans.js';

/** Where something is drawn, in points from the upper left corner of the page. */
export type Drawing =
  | {
      readonly draw: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly face: Face;
      readonly size: number;
      readonly colour: string;
    }
  | {
      readonly draw: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string | null;
    };

export type Page = readonly Drawing[];

export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  /** Kept free for the footer, above the lower margin. */
  readonly footer: number;
}

/** On its side: A4, or A3 where the columns are too many to be read on A4. */
export const paperFor = (columns: number): Paper =>
  columns > 10
    ? { width: 1190.55, height: 841.89, margin: 28, footer: 18 }
    : { width: 841.89, height: 595.28, margin: 28, footer: 18 };
