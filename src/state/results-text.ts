// The table of results as text: its cells, and the whole as Markdown, CSV and LaTeX.
import { unparse } from 'papaparse';
import type { Paired } from '../study/statistics.ts';
import type { Summary } from '../study/summary.ts';
import { differenceAndInterval, percent } from '../study/text.ts';
import type { Column, ResultRow } from './results.ts';

/** All that stands around the numbers, in the language of the page. */
export interface ResultTexts {
  readonly lane: string;
  readonly columns: readonly { readonly id: Column; readonly title: string }[];
  /** Seeds, adapter, steps, and how the numbers came about: a paragraph or more. */
  readonly caption: readonly string[];
  /** Stands beside the name of a lane that stopped. */
  readonly stopped: string;
}

const NONE = '–';
const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const whole = (value: number | null | undefined) => (value == null ? NONE : integer.format(value));
const spread = (
  of: Summary | null | undefined,
  digits: number,
  format: (value: number, digits: number) => string = percent,
) =>
  !of
    ? NONE
    : of.std === null
      ? format(of.mean, digits)
      : `${format(of.mean, digits)} ± ${format(of.std, digits)}`;
const fixed = (value: number, digits: number) => value.toFixed(digits);
const difference = (of: Paired | null) => (of ? differenceAndInterval(of) : NONE);

/** A cost of the student, plus that of the networks that trained for it before. */
function sum(
  row: ResultRow,
  what: keyof NonNullable<ResultRow['before']>,
  format: (value: number) => string,
): string {
  const own = row[what];
  if (own === null) return NONE;
  return row.before ? `${format(own)} + ${format(row.before[what])}` : format(own);
}

/** What stands in a cell; shares and their differences in percent. */
export const CELLS: Readonly<Record<Column, (row: ResultRow) => string>> = {
  last: (row) => spread(row.last?.test, 2),
  vsAlone: (row) => difference(row.vsAlone),
  vsReference: (row) => difference(row.vsReference),
  bestStep: (row) => whole(row.best?.step),
  best: (row) => spread(row.best?.test, 2),
  agreement: (row) => spread(row.agreement, 1),
  kl: (row) => spread(row.kl, 3, fixed),
  calibration: (row) => spread(row.calibration, 1),
  tried: (row) => whole(row.tried),
  steps: (row) => sum(row, 'steps', whole),
  seconds: (row) => sum(row, 'seconds', (value) => value.toFixed(1)),
  parameters: (row) => sum(row, 'parameters', whole),
  macs: (row) => sum(row, 'macs', whole),
};

const nameOf = (row: ResultRow, { stopped }: ResultTexts) =>
  row.stopped === null ? row.name : `${row.name} (${stopped})`;

/** Head and body of the table, plain. */
function grid(rows: readonly ResultRow[], texts: ResultTexts): string[][] {
  return [
    [texts.lane, ...texts.columns.map(({ title }) => title)],
    ...rows.map((row) => [nameOf(row, texts), ...texts.columns.map(({ id }) => CELLS[id](row))]),
  ];
}

export function toMarkdown(rows: readonly ResultRow[], texts: ResultTexts): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = grid(rows, texts).map((cells) => cells.map(escapeMarkdown));
  return [
    ...texts.caption.map(escapeMarkdown),
    '',
    line(head),
    `|---|${'---:|'.repeat(head.length - 1)}`,
    ...body.map(line),
    '',
  ].join('\n');
}

const escapeMarkdown = (text: string): string =>
  onOneLine(text).replace(/[\\|`*_[\]<>~#&]/g, (sign) => `\\${sign}`);

export function toLatex(rows: readonly ResultRow[], texts: ResultTexts): string {
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  const [head = [], ...body] = grid(rows, texts).map((cells) => cells.map(escapeLatex));
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{${texts.caption.map(escapeLatex).join(' ')}}`,
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
    '\\hline',
    line(head),
    '\\hline',
    ...body.map(line),
    '\\hline',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '--',
  '→': '$\\to$',
};
const escapeLatex = (text: string): string =>
  onOneLine(text).replace(/[&%$#_{}\\~^<>|"±−–→]/g, (sign) => LATEX[sign] ?? `\\${sign}`);

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Numbers as they are, shares as shares of one, and every seed’s own accuracy: `test_seed_1`, `test_seed_2`, … */
export function toCsv(
  rows: readonly ResultRow[],
  texts: ResultTexts,
  { seed, reference }: { readonly seed: number; readonly reference: string | null },
): string {
  const records = rows.map((row) => ({
    lane: row.name,
    method: row.method ?? 'teacher',
    stopped: row.stopped,
    step: row.last?.step,
    samples: row.last?.samples,
    seeds: row.seeds.length,
    ...both('test', row.last?.test),
    ...both('validation', row.last?.validation),
    ...interval('minus_alone', row.vsAlone),
    reference: row.vsReference && reference,
    ...interval('minus_reference', row.vsReference),
    best_step: row.best?.step,
    best_samples: row.best?.samples,
    ...both('best_validation', row.best?.validation),
    ...both('best_test', row.best?.test),
    ...both('agreement', row.agreement),
    ...both('kl', row.kl),
    ...both('ece', row.calibration),
    tried: row.tried,
    steps: row.steps,
    seconds_all_lanes: row.seconds,
    parameters: row.parameters,
    macs: row.macs,
    ...Object.fromEntries(row.seeds.map((accuracy, i) => [`test_seed_${seed + i}`, accuracy])),
  }));
  const seeds = Math.max(0, ...rows.map((row) => row.seeds.length));
  const columns = Object.keys(records.find((record) => record.seeds === seeds) ?? {});
  const comments = texts.caption.map((text) => `# ${onOneLine(text)}\n`).join('');
  return `${comments}${unparse(records, { columns, newline: '\n', escapeFormulae: true })}\n`;
}

const both = (name: string, of: Summary | null | undefined) => ({
  [`${name}_mean`]: of?.mean,
  [`${name}_std`]: of?.std,
});

const interval = (name: string, of: Paired | null) => ({
  [`test_${name}`]: of?.mean,
  [`test_${name}_low`]: of?.interval?.[0],
  [`test_${name}_high`]: of?.interval?.[1],
});
