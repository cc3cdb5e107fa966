import { progressOf, type Progress } from '../../progress.js';
import type { TableDocument, WriteDocument } from '../../table-document.js';
import { relationshipsPart, writeOfficePackage, xmlDeclaration, type Part } from '../office-package.js';
import { factsTable, sectionTable } from './word-table.js';
import { stylesPart, wordNamespace } from './word-styles.js';
import { paragraph, run } from './word-text.js';

/*
 * Office Open XML, written in pieces as the rows come. The libraries that make such files keep every cell of the whole document as
 * an object until the end; at fifty thousand rows that is gigabytes.
 */

// A4 on its side with margins of 10 mm, in twentieths of a point.
const page = { width: 16838, height: 11906, margin: 567 };
const room = page.width - 2 * page.margin;
const contentType = (part: string): string =>
  `application/vnd.openxmlformats-officedocument.wordprocessingml.${part}+xml`;

const sectionProperties = [
  '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>',
  `<w:pgSz w:w="${page.width}" w:h="${page.height}" w:orient="landscape"/>`,
  `<w:pgMar w:top="${page.margin}" w:right="${page.margin}" w:bottom="${page.margin + 283}" w:left="${page.margin}"`,
  ` w:header="283" w:footer="340" w:gutter="0"/></w:sectPr>`,
].join('');

async function* body(document: TableDocument, progress: Progress): AsyncGenerator<string> {
  yield `${xmlDeclaration}<w:document ${wordNamespace}`;
  yield ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>';
  yield paragraph('Title', run(document.title));
  if (document.subtitle) yield paragraph('Subtitle', run(document.subtitle));
  yield factsTable(document.facts, room);
  for (const [index, section] of document.sections.entries()) {
    const { heading, note } = section;
    yield paragraph(index === 0 ? 'Heading1' : 'HeadingOnNewPage', run(heading));
    if (note) yield paragraph('Note', run(note));
    yield* sectionTable(section, room, progress);
  }
  // The format wants a paragraph after a table that is the last thing on a page.
  yield `${paragraph('Note')}${sectionProperties}</w:body></w:document>`;
  progress.end();
}

const field = (instruction: string): string =>
  `<w:fldSimple w:instr=" ${instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;

const footerPart = (footer: string): Part => ({
  name: 'word/footer1.xml',
  contentType: contentType('footer'),
  content: () => [
    `${xmlDeclaration}<w:ftr ${wordNamespace}><w:p><w:pPr><w:pStyle w:val="Footer"/>`,
    `<w:tabs><w:tab w:val="right" w:pos="${room}"/></w:tabs></w:pPr>${run(footer)}<w:r><w:tab/></w:r>`,
    `${run('Page ')}${field('PAGE')}${run(' of ')}${field('NUMPAGES')}</w:p></w:ftr>`,
  ],
});

const settingsPart: Part = {
  name: 'word/settings.xml',
  contentType: contentType('settings'),
  content: () => [
    // Narrow columns read better with hyphens.
    `${xmlDeclaration}<w:settings ${wordNamespace}><w:autoHyphenation/><w:hyphenationZone w:val="120"/>`,
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>',
    '</w:compat></w:settings>',
  ],
};

/** An editable document for word processors: A4 on its side, heading rows and footer (with page x of y) on every page. */
export const writeDocx: WriteDocument = (document, out, options = {}) =>
  writeOfficePackage(
    document,
    'word/document.xml',
    [
      {
        name: 'word/document.xml',
        contentType: contentType('document.main'),
        content: () => body(document, progressOf(options)),
      },
      stylesPart(document.language, Math.max(...document.sections.map(({ columns }) => columns.length))),
      settingsPart,
      footerPart(document.footer),
      relationshipsPart('word/_rels/document.xml.rels', [
        { id: 'rId1', type: 'styles', target: 'styles.xml' },
        { id: 'rId2', type: 'footer', target: 'footer1.xml' },
        { id: 'rId3', type: 'settings', target: 'settings.xml' },
      ]),
    ],
    out,
  );
