// A table of numbers from text: which column is the label, which are features, and a sentence for what is left out.
import Papa from 'papaparse';
import { LARGEST_NUMBER, MAX_FEATURES, MAX_NAME, MAX_ROWS, type Shares } from '../contract/own-data.ts';
import { assemble, type Reading } from './own-data-assemble.ts';
import { linesOf, Refused, type Remark, remark, shown } from './own-data-remarks.ts';

export const MAX_TABLE_BYTES = 20 * 1024 * 1024;

export interface TableChoice {
  readonly name: string;
  readonly shares: Shares;
  /** Whether the first row holds names; null lets the reader guess. */
  readonly header: boolean | null;
  /** The place of the label's column; null lets the reader guess. */
  readonly label: number | null;
}

export interface Column {
  readonly name: string;
  readonly kind: 'numbers' | 'text' | 'empty';
  /** Different values, counted up to one more than a data set may have classes. */
  readonly distinct: number;
}

/** What the table looks like, and what the choice makes of it. */
export interface TableReading extends Reading {
  readonly look: {
    readonly columns: readonly Column[];
    readonly header: boolean;
    readonly label: number;
    readonly delimiter: string;
    /** The first rows, as they stand in the file. */
    readonly preview: readonly (readonly string[])[];
    readonly rows: number;
  } | null;
}

const PREVIEW = 6;
const MAX_DISTINCT = 101;
const MISSING = /^(|na|n\/a|nan|null|none|\?|-)$/i;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const LABEL_NAME = /^(label|labels|class|target|y|species|category|标签|类别)$/i;

/** Bytes to text: UTF-8, or UTF-16 where the first two bytes say so. */
export function textOfBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Refused('refused.empty');
  if (bytes.length > MAX_TABLE_BYTES)
    throw new Refused('refused.tooLarge', {
      size: megabytes(bytes.length),
      most: megabytes(MAX_TABLE_BYTES),
    });
  const mark = `${bytes[0]} ${bytes[1]}`;
  const encoding = mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  const start = text.slice(0, 65_536);
  const strange = (start.match(/[^\P{Cc}\s]|\ufffd/gu) ?? []).length;
  // A word in an old encoding may have a letter that is none; a picture has one in every other place.
  if (start.includes('\0') || strange > start.length / 20) throw new Refused('refused.binary');
  return text;
}

export const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

/** Never throws; what is wrong stands in the remarks. */
export function readTable(bytes: Uint8Array, choice: TableChoice): TableReading {
  let look: TableReading['look'] = null;
  try {
    const text = textOfBytes(bytes);
    const scan = scanTable(text, choice.header);
    const label = labelOf(scan, choice.label);
    const { columns, header, delimiter, preview, rows } = scan;
    look = { columns, header, label, delimiter, preview, rows };
    return { ...build(text, scan, label, choice), look };
  } catch (error) {
    if (error instanceof Refused) return { data: null, remarks: [error.remark], look };
    throw error;
  }
}

interface Scan {
  readonly columns: readonly Column[];
  readonly header: boolean;
  readonly delimiter: string;
  readonly preview: readonly (readonly string[])[];
  /** Rows below the header that are not blank. */
  readonly rows: number;
}

interface Tally {
  numbers: number;
  others: number;
  readonly seen: Set<string>;
}

/** Looks at every cell once: what the columns hold, and whether the first row names them. */
function scanTable(text: string, wanted: boolean | null): Scan {
  let first: string[] | null = null;
  let delimiter = ',';
  let rows = 0;
  const preview: string[][] = [];
  const tallies: Tally[] = [];
  eachRow(text, (cells, _line, _broken, used) => {
    if (preview.length < PREVIEW) preview.push(cells.map((cell) => cell.slice(0, 40)));
    if (!first) {
      first = cells;
      delimiter = used;
      if (cells.length > MAX_FEATURES + 1)
        throw new Refused('refused.columns', { n: cells.length, most: MAX_FEATURES + 1 });
      for (const _ of cells) tallies.push({ numbers: 0, others: 0, seen: new Set() });
      return;
    }
    if (++rows > MAX_ROWS + 1) throw new Refused('refused.rows', { most: MAX_ROWS });
    for (const [i, tally] of tallies.entries()) count(tally, (cells[i] ?? '').trim(), used);
  });
  if (!first) throw new Refused('refused.empty');
  const top: string[] = first;
  const guess = top.some((cell, i) => {
    const { numbers, others } = tallies[i] as Tally;
    return numbers > others && !MISSING.test(cell.trim()) && numberOf(cell.trim(), delimiter) === null;
  });
  const header = wanted ?? guess;
  if (!header) {
    rows++;
    for (const [i, cell] of top.entries()) count(tallies[i] as Tally, cell.trim(), delimiter);
  }
  if (rows > MAX_ROWS) throw new Refused('refused.rows', { most: MAX_ROWS });
  const names = uniqueNames(top.map((cell, i) => (header && cell.trim() !== '' ? cell.trim() : `#${i + 1}`)));
  const columns = tallies.map(({ numbers, others, seen }, i) => ({
    name: names[i] as string,
    kind:
      numbers === 0 && others === 0
        ? ('empty' as const)
        : numbers > others
          ? ('numbers' as const)
          : ('text' as const),
    distinct: seen.size,
  }));
  return { columns, header, delimiter, preview, rows };
}

function count(tally: Tally, cell: string, delimiter: string): void {
  if (MISSING.test(cell)) return;
  if (tally.seen.size < MAX_DISTINCT) tally.seen.add(cell.slice(0, MAX_NAME));
  if (numberOf(cell, delimiter) === null) tally.others++;
  else tally.numbers++;
}

/** Null where the cell is none. `1e999` and its like are infinite. */
function numberOf(cell: string, delimiter: string): number | null {
  if (NUMBER.test(cell)) return Number(cell);
  if (delimiter === ';' && DECIMAL_COMMA.test(cell)) return Number(cell.replace(',', '.'));
  return null;
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return shown(times === 1 ? name : `${name} (${times})`);
  });
}

/** The column that was chosen; else one with such a name, one of words with few different ones, or the last. */
function labelOf({ columns }: Scan, wanted: number | null): number {
  if (wanted !== null) {
    if (!columns[wanted]) throw new Refused('refused.noLabel', { column: wanted + 1, n: columns.length });
    return wanted;
  }
  const named = columns.findIndex(({ name }) => LABEL_NAME.test(name));
  if (named >= 0) return named;
  const words = columns.findLastIndex(({ kind, distinct }) => kind === 'text' && distinct < MAX_DISTINCT);
  return words >= 0 ? words : columns.length - 1;
}

/** Rows that are left out, by why, with the number of the line each. */
type Left = Record<'missing' | 'huge' | 'ragged' | 'quotes' | 'label', number[]>;

function build(text: string, scan: Scan, label: number, choice: TableChoice): Reading {
  const { columns, header, delimiter, rows } = scan;
  const features = columns.flatMap(({ kind }, i) => (i !== label && kind === 'numbers' ? [i] : []));
  const remarks: Remark[] = columns.flatMap(({ name, kind }, i) =>
    i === label || kind === 'numbers' ? [] : [remark(`left.column.${kind}`, { name })],
  );
  if (features.length === 0)
    throw new Refused('refused.noNumbers', { label: (columns[label] as Column).name });
  const x = new Float64Array(rows * features.length);
  const labels: string[] = [];
  const left: Left = { missing: [], huge: [], ragged: [], quotes: [], label: [] };
  let first = true;
  eachRow(text, (cells, line, broken) => {
    const named = first && header;
    first = false;
    if (named) return;
    const why = broken ? 'quotes' : refusal(cells, columns.length, label);
    const bad = why ?? take(cells, features, delimiter, x, labels.length * features.length);
    if (bad) left[bad].push(line);
    else labels.push((cells[label] as string).trim());
  });
  for (const [why, lines] of Object.entries(left))
    if (lines.length > 0)
      remarks.push(remark(`left.rows.${why as keyof Left}`, { n: lines.length, lines: linesOf(lines) }));
  if (labels.length === 0) return { data: null, remarks: [...remarks, remark('refused.noRows')] };
  const shape = [features.length];
  const built = assemble({ kind: 'table', name: choice.name, shape, labels, x, shares: choice.shares });
  return { data: built.data, remarks: [...remarks, ...built.remarks] };
}

function refusal(cells: readonly string[], columns: number, label: number): keyof Left | null {
  const extra = cells.slice(columns).some((cell) => cell.trim() !== '');
  if (cells.length < columns || extra) return 'ragged';
  const name = (cells[label] as string).trim();
  if (MISSING.test(name)) return 'missing';
  return name.length > MAX_NAME ? 'label' : null;
}

/** Writes the features of a row, or says why it cannot. */
function take(
  cells: readonly string[],
  features: readonly number[],
  delimiter: string,
  x: Float64Array,
  at: number,
): keyof Left | null {
  for (const [k, column] of features.entries()) {
    const value = numberOf((cells[column] as string).trim(), delimiter);
    if (value === null) return 'missing';
    if (!(Math.abs(value) <= LARGEST_NUMBER)) return 'huge';
    x[at + k] = value;
  }
  return null;
}

/** Calls for every row that is not blank, with the line on which it begins and whether a quote in it is amiss. */
function eachRow(
  text: string,
  row: (cells: string[], line: number, broken: boolean, delimiter: string) => void,
): void {
  let line = 1;
  let from = 0;
  // What the callback throws would be swallowed on the way.
  let thrown: unknown = null;
  Papa.parse<string[]>(text, {
    delimitersToGuess: [',', '\t', ';', '|'],
    fastMode: false, // which does not say where it is
    step: ({ data, errors, meta }, parser) => {
      const begins = line;
      const plain = text.slice(from, meta.cursor);
      line += plain.split(meta.linebreak).length - 1;
      from = meta.cursor;
      if (data.every((cell) => cell.trim() === '')) return;
      try {
        row(
          data,
          begins,
          errors.some(({ type }) => type === 'Quotes'),
          meta.delimiter,
        );
      } catch (error) {
        thrown = error;
        parser.abort();
      }
    },
  });
  if (thrown) throw thrown;
}
