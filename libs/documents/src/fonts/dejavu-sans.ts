import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/*
 * The standard fonts of PDF stop at the letters of Western Europe: no Vietnamese and no Yoruba name can be printed with them.
 * DejaVu comes with the product as a package, so that a document looks the same wherever it is made.
 */

const packages = createRequire(import.meta.url);
const files = {
  regular: 'DejaVuSans.ttf',
  bold: 'DejaVuSans-Bold.ttf',
  condensed: 'DejaVuSansCondensed.ttf',
  'condensed-bold': 'DejaVuSansCondensed-Bold.ttf',
};

export type Face = keyof typeof files;

export const fontFile = (face: Face): string => packages.resolve(`dejavu-fonts-ttf/ttf/${files[face]}`);

const fonts = new Map<Face, Font>();
const fontOf = (face: Face): Font => {
  const known = fonts.get(face);
  if (known) return known;
  const font = create(readFileSync(fontFile(face)));
  if (!('layout' in font)) throw new Error(`${files[face]} is a collection of fonts, not one font.`);
  fonts.set(face, font);
  return font;
};

/** Words come back again and again; to shape one takes far longer than to look it up. */
const wordsRemembered = 50_000;
const widths = new Map<Face, Map<string, number>>();

/** The width of one line at a size of one, shaped as it will be printed; letters on top of each other count once. */
const unitWidth = (face: Face, text: string): number => {
  const remembered = widths.get(face) ?? new Map<string, number>();
  widths.set(face, remembered);
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const font = fontOf(face);
  const width = font.layout(text).advanceWidth / font.unitsPerEm;
  if (remembered.size >= wordsRemembered) remembered.clear();
  remembered.set(text, width);
  return width;
};

export type Measure = (text: string) => number;

/** How wide a piece of one line is, in the unit of `size`. */
export const measureIn =
  (face: Face, size: number): Measure =>
  (text) =>
    unitWidth(face, text) * size;

const invisible = /^[\p{Cc}\p{Cf}]$/u;
/** What every face has, and most texts are of altogether. */
const plain = /^[\n\x20-\x7e]*$/u;

const lettersKnown = new Map<number, boolean>();
const hasLetter = (code: number): boolean => {
  let known = lettersKnown.get(code);
  if (known === undefined) {
    known = fontOf('condensed').hasGlyphForCodePoint(code);
    lettersKnown.set(code, known);
  }
  return known;
};

/** The same text, with the code of every character that the font has no letter for: better told than lost. */
export const printable = (text: string): string => {
  if (plain.test(text)) return text;
  let printed = '';
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || code < 0x20) printed += character === '\n' ? '\n' : ' ';
    else if (hasLetter(code)) printed += character;
    else if (!invisible.test(character)) printed += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return printed;
};
