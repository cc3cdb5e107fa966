import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { escapeXml } from '../../xml/escape.js';
import type { TableDocument } from '../table-document.js';

/** A file within an Office Open XML document (ECMA-376). */
export interface Part {
  readonly name: string;
  readonly contentType: string;
  /** Written in pieces, when its turn comes. */
  readonly content: () => Iterable<string> | AsyncIterable<string>;
}

export interface Relationship {
  readonly id: string;
  /** The last word of its type. */
  readonly type: string;
  readonly target: string;
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const officeRelationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageFormat = 'http://schemas.openxmlformats.org/package/2006';
const relationshipsType = 'application/vnd.openxmlformats-package.relationships+xml';

export const relationshipsPart = (name: string, relationships: readonly Relationship[]): Part => ({
  name,
  contentType: relationshipsType,
  content: () => [
    `${xmlDeclaration}<Relationships xmlns="${packageFormat}/relationships">`,
    ...relationships.map(({ id, type, target }) => {
      const base =
        type === 'core-properties' ? `${packageFormat}/relationships/metadata` : officeRelationships;
      return `<Relationship Id="${id}" Type="${base}/${type}" Target="${target}"/>`;
    }),
    '</Relationships>',
  ],
});

const propertiesPart = ({ title, subtitle, language, dated }: TableDocument): Part => ({
  name: 'docProps/core.xml',
  contentType: 'application/vnd.openxmlformats-package.core-properties+xml',
  content: () => [
    `${xmlDeclaration}<cp:coreProperties xmlns:cp="${packageFormat}/metadata/core-properties"`,
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(title)}</dc:title><dc:subject>${escapeXml(subtitle ?? '')}</dc:subject>`,
    `<dc:language>${language}</dc:language>`,
    ...['created', 'modified'].map(
      (moment) => `<dcterms:${moment} xsi:type="dcterms:W3CDTF">${escapeXml(dated)}</dcterms:${moment}>`,
    ),
    '</cp:coreProperties>',
  ],
});

const contentTypesPart = (parts: readonly Part[]): Part => ({
  name: '[Content_Types].xml',
  contentType: '',
  content: () => [
    `${xmlDeclaration}<Types xmlns="${packageFormat}/content-types">`,
    `<Default Extension="rels" ContentType="${relationshipsType}"/>`,
    '<Default Extension="xml" ContentType="application/xml"/>',
    ...parts
      .filter(({ contentType }) => contentType !== relationshipsType)
      .map(({ name, contentType }) => `<Override PartName="/${name}" ContentType="${contentType}"/>`),
    '</Types>',
  ],
});

const pieceSize = 64 * 1024;

/** Few large pieces instead of many small ones: each goes through the compressor by itself. */
async function* inLargePieces(content: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of content) {
    piece += text;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

// The earliest moment that a zip can tell. It is meant in local time, and so is the same bytes in every time zone.
const noMoment = new Date(1980, 0, 1);

/** Writes the parts one after the other; only a piece of one is in memory. `mainPart` is the part that a program opens first. */
export const writeOfficePackage = async (
  document: TableDocument,
  mainPart: string,
  parts: readonly Part[],
  out: Writable,
): Promise<void> => {
  const withProperties = [
    relationshipsPart('_rels/.rels', [
      { id: 'rId1', type: 'officeDocument', target: mainPart },
      { id: 'rId2', type: 'core-properties', target: 'docProps/core.xml' },
    ]),
    propertiesPart(document),
    ...parts,
  ];
  const zip = new ZipFile();
  const written = zip.outputStream as Readable;
  const open: Readable[] = [];
  zip.on('error', (problem: Error) => written.destroy(problem));
  for (const { name, content } of [contentTypesPart(withProperties), ...withProperties])
    zip.addReadStreamLazy(name, { mtime: noMoment, forceDosTimestamp: true }, (give) => {
      const source = Readable.from(inLargePieces(content()), { objectMode: false });
      // The zip does not listen for what goes wrong with the rows.
      source.on('error', (problem) => written.destroy(problem));
      open.push(source);
      give(null, source);
    });
  zip.end();
  try {
    await pipeline(written, out);
  } finally {
    // Whoever stops reading in the middle must not leave the rows open.
    for (const source of open) source.destroy();
  }
};
