// Tables as CSV, after RFC 4180. A text that a spreadsheet would take for a formula is made harmless.
import Papa from 'papaparse';

export type CsvCell = string | number | null;

/** Numbers as JavaScript writes them, so that they can be read back exactly; nothing for null and what is not finite. */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' && !Number.isFinite(cell) ? null : cell)),
  );
  return `${Papa.unparse(cells, { escapeFormulae: true, newline: '\r\n' })}\r\n`;
}
