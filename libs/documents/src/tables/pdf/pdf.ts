import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { fontFile, measureIn, printable, type Face } from '../../fonts/dejavu-sans.js';
import { wrap } from '../../fonts/wrap.js';
import { progressOf } from '../progress.js';
import type { TableDocument, WriteDocument, WritingOptions } from '../table-document.js';
import { layOut } from './layout.js';
import { paperFor, type Drawing, type Page, type Paper } from './page.js';

const faces: readonly Face[] = ['bold', 'condensed', 'condensed-bold'];

const open = (document: TableDocument, paper: Paper): PDFKit.PDFDocument => {
  const dated = new Date(document.dated);
  const pdf = new PDFDocument({
    size: [paper.width, paper.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: document.language,
    displayTitle: true,
    // None to begin with: a font that is both the first and registered would be read again at every use.
    font: '',
    info: { Title: document.title, Subject: document.subtitle ?? '', CreationDate: dated, ModDate: dated },
  });
  for (const face of faces) pdf.registerFont(face, fontFile(face));
  return pdf;
};

const paint = (pdf: PDFKit.PDFDocument, page: Page): void => {
  pdf.addPage();
  // Shades and lines first: no line may run through a text.
  for (const drawing of page) {
    if (drawing.draw !== 'box') continue;
    const { x, y, width, height, fill } = drawing;
    pdf.rect(x, y, width, height).lineWidth(0.4);
    if (fill === null) pdf.stroke('#888888');
    else pdf.fillAndStroke(fill, '#888888');
  }
  for (const drawing of page) {
    if (drawing.draw !== 'text') continue;
    const { x, y, text, face, size, colour } = drawing;
    pdf.font(face).fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
  }
};

const footerSize = 7;

/** The footer goes over as many lines as it needs; the number of the page stands at the right end of the first. */
const footerOf = (document: TableDocument, paper: Paper, place: string): readonly Drawing[] => {
  const measure = measureIn('condensed', footerSize);
  const width = paper.width - 2 * paper.margin;
  const look = { draw: 'text', face: 'condensed', size: footerSize, colour: '#333333' } as const;
  const y = paper.height - paper.margin - paper.footer + 5;
  const number = measure(place);
  return [
    ...wrap(printable(document.footer), width - number - 20, measure).map((text, line) => ({
      ...look,
      x: paper.margin,
      y: y + line * footerSize * 1.25,
      text,
    })),
    { ...look, x: paper.margin + width - number, y, text: place },
  ];
};

/** Undefined where nobody takes the document any more: no byte is written meanwhile, so nothing else would tell. */
const countPages = async (
  document: TableDocument,
  paper: Paper,
  out: Writable,
): Promise<number | undefined> => {
  let pages = 0;
  const pass = layOut(document, paper, progressOf({}));
  for (let page = await pass.next(); !page.done; page = await pass.next()) {
    if (out.destroyed) {
      await pass.return(undefined);
      return undefined;
    }
    pages += 1;
  }
  return pages;
};

async function* bytesOf(
  document: TableDocument,
  out: Writable,
  options: WritingOptions,
): AsyncGenerator<Buffer> {
  const paper = paperFor(Math.max(...document.sections.map(({ columns }) => columns.length)));
  const pages = await countPages(document, paper, out);
  if (pages === undefined) return;
  const progress = progressOf(options);
  const pdf = open(document, paper);
  const written = (): Buffer | null => pdf.read() as Buffer | null;
  let number = 0;
  for await (const page of layOut(document, paper, progress)) {
    number += 1;
    paint(pdf, [...page, ...footerOf(document, paper, `Page ${number} of ${pages}`)]);
    const bytes = written();
    if (bytes) yield bytes;
  }
  progress.end();
  pdf.end();
  for (let bytes = written(); bytes; bytes = written()) yield bytes;
}

/**
 * Pages on their side, A4 or (from eleven columns) A3, with heading rows, footer and page x of y on each. The rows are read twice:
 * once to know how many pages there are.
 */
export const writePdf: WriteDocument = (document, out, options = {}) =>
  pipeline(bytesOf(document, out, options), out);
