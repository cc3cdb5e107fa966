import { escapeXml } from '../../../xml/escape.js';
import { progressOf } from '../../progress.js';
import type { WriteDocument } from '../../table-document.js';
import { relationshipsPart, writeOfficePackage, xmlDeclaration, type Part } from '../office-package.js';
import { aboutSheet, sectionSheet, sheetNamespace } from './sheet.js';
import { sheetNames } from './sheet-names.js';
import { looks, type Look } from './cells.js';

const contentType = (part: string): string =>
  `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;

const fills = ['FFC9D6E4', 'FFDDDDDD', 'FFF6E7C8'];
const fonts = [
  '<font><sz val="9"/><name val="Arial"/></font>',
  '<font><b/><sz val="9"/><name val="Arial"/></font>',
  '<font><b/><sz val="14"/><name val="Arial"/></font>',
];
const formats: Readonly<Record<Look, { font: number; fill: number; boxed: boolean }>> = {
  text: { font: 0, fill: 0, boxed: false },
  line: { font: 0, fill: 0, boxed: false },
  heading: { font: 1, fill: 2, boxed: true },
  entry: { font: 0, fill: 0, boxed: true },
  gap: { font: 0, fill: 3, boxed: true },
  conflict: { font: 0, fill: 4, boxed: true },
  title: { font: 2, fill: 0, boxed: false },
};

const stylesPart: Part = {
  name: 'xl/styles.xml',
  contentType: contentType('styles'),
  content: () => [
    `${xmlDeclaration}<styleSheet ${sheetNamespace}><fonts count="${fonts.length}">${fonts.join('')}</fonts>`,
    `<fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`,
    ...fills.map(
      (colour) =>
        `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`,
    ),
    '</fills><borders count="2"><border/><border>',
    ...['left', 'right', 'top', 'bottom'].map(
      (side) => `<${side} style="thin"><color rgb="FFAAAAAA"/></${side}>`,
    ),
    '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${Object.keys(looks).length}">`,
    // Format 49 is text, and so it stays when somebody edits a cell that begins like a formula.
    ...(Object.keys(looks) as Look[]).map((look) => {
      const { font, fill, boxed } = formats[look];
      return [
        `<xf numFmtId="49" fontId="${font}" fillId="${fill}" borderId="${boxed ? 1 : 0}" xfId="0" quotePrefix="1"`,
        ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">',
        `<alignment vertical="top"${boxed ? ' wrapText="1"' : ''}/></xf>`,
      ].join('');
    }),
    '</cellXfs></styleSheet>',
  ],
};

const workbookPart = (names: readonly string[]): Part => ({
  name: 'xl/workbook.xml',
  contentType: contentType('sheet.main'),
  content: () => [
    `${xmlDeclaration}<workbook ${sheetNamespace} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`,
    '<bookViews><workbookView/></bookViews><sheets>',
    ...names.map(
      (name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    ),
    '</sheets><definedNames>',
    // The sheet before the sections has no rows to repeat.
    ...names.slice(1).map((name, index) => {
      const quoted = `'${name.replaceAll("'", "''")}'`;
      return `<definedName name="_xlnm.Print_Titles" localSheetId="${index + 1}">${escapeXml(`${quoted}!$1:$2`)}</definedName>`;
    }),
    '</definedNames></workbook>',
  ],
});

/** A workbook: a sheet that tells about the document, then a sheet for each section, with frozen headings and a filter. All cells are text. */
export const writeXlsx: WriteDocument = (document, out, options = {}) => {
  const names = sheetNames(['About', ...document.sections.map(({ heading }) => heading)]);
  const progress = progressOf(options);
  const sheet = (index: number, content: Part['content']): Part => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    contentType: contentType('worksheet'),
    content,
  });
  const sheets = [
    sheet(0, () => aboutSheet(document)),
    ...document.sections.map((section, index) =>
      sheet(index + 1, () => sectionSheet(document, section, progress)),
    ),
  ];
  const parts = [
    workbookPart(names),
    stylesPart,
    relationshipsPart('xl/_rels/workbook.xml.rels', [
      ...names.map((_, index) => ({
        id: `rId${index + 1}`,
        type: 'worksheet',
        target: `worksheets/sheet${index + 1}.xml`,
      })),
      { id: `rId${names.length + 1}`, type: 'styles', target: 'styles.xml' },
    ]),
    ...sheets,
  ];
  return writeOfficePackage(document, 'xl/workbook.xml', parts, out).then(progress.end);
};
