import { escapeXml } from '../../../xml/escape.js';

export interface TextLook {
  readonly bold?: boolean;
}

/** A run of text (`w:r`); line breaks and tabs are kept. */
export const run = (text: string, { bold = false }: TextLook = {}): string => {
  const content = text
    .split(/\r\n|\r|\n/u)
    .map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`)
    .join('<w:br/>');
  return `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}${content}</w:r>`;
};

/** A paragraph (`w:p`) of runs in one of the styles of the document. */
export const paragraph = (style: string, ...runs: readonly string[]): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${runs.join('')}</w:p>`;
