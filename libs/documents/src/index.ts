export type * from './pictures/graph.js';
export type * from './pictures/timeline.js';
export type * from './tables/table-document.js';
export { writeCsv } from './tables/csv.js';
export { writeDocx } from './tables/office/docx/docx.js';
export { TooManyRowsForSheet } from './tables/office/xlsx/sheet.js';
export { writeXlsx } from './tables/office/xlsx/xlsx.js';
export { writePdf } from './tables/pdf/pdf.js';
