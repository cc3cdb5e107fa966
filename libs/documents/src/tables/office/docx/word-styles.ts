import { xmlDeclaration, type Part } from '../office-package.js';

export const wordNamespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

interface ParagraphStyle {
  readonly id: string;
  readonly name: string;
  /** Half points, as the format has it. */
  readonly size: number;
  readonly bold?: boolean;
  readonly grey?: boolean;
  /** Twentieths of a point. */
  readonly before?: number;
  readonly after?: number;
  /** Headings show in the navigation of a word processor. */
  readonly outline?: number;
  readonly onNewPage?: boolean;
}

const styleXml = (style: ParagraphStyle): string => {
  const { id, name, size, bold, grey, before, after, outline, onNewPage } = style;
  return [
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`,
    outline === undefined ? '' : '<w:keepNext/>',
    onNewPage ? '<w:pageBreakBefore/>' : '',
    `<w:spacing w:before="${before ?? 0}" w:after="${after ?? 0}"/>`,
    outline === undefined ? '' : `<w:outlineLvl w:val="${outline}"/>`,
    `</w:pPr><w:rPr>${bold ? '<w:b/>' : ''}${grey ? '<w:color w:val="444444"/>' : ''}`,
    `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`,
  ].join('');
};

/** Small letters where the columns are many. In half points. */
export const cellSize = (columns: number): number => (columns <= 8 ? 17 : columns <= 12 ? 14 : 11);

/** `columns`: of the section that has most. */
export const stylesPart = (language: string, columns: number): Part => {
  const size = cellSize(columns);
  const heading = { size: 26, bold: true, before: 200, after: 80, outline: 0 };
  const styles: readonly ParagraphStyle[] = [
    { id: 'Title', name: 'Title', size: 36, bold: true, after: 60 },
    { id: 'Subtitle', name: 'Subtitle', size: 24, grey: true, after: 160 },
    { ...heading, id: 'Heading1', name: 'heading 1' },
    { ...heading, id: 'HeadingOnNewPage', name: 'heading on new page', onNewPage: true },
    { id: 'Note', name: 'Note', size: 18, grey: true, after: 100 },
    { id: 'Fact', name: 'Fact', size: 18, before: 20, after: 20 },
    { id: 'Cell', name: 'Cell', size },
    { id: 'ColumnHeading', name: 'Column heading', size, bold: true },
    { id: 'Footer', name: 'footer', size: 14, grey: true },
  ];
  return {
    name: 'word/styles.xml',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml',
    content: () => [
      `${xmlDeclaration}<w:styles ${wordNamespace}><w:docDefaults><w:rPrDefault><w:rPr>`,
      '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>',
      `<w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`,
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
      ...styles.map(styleXml),
      '</w:styles>',
    ],
  };
};
