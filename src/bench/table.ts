// The benchmark as text: one table of all rows, and one of what was aimed at.
import type { Bar } from './bars.ts';
import { type Report, type Row, timesOurs } from './report.ts';

/** Columns of text: the first two to the left, numbers to the right. */
export function columns(rows: readonly (readonly string[])[], left: number): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i < left ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Milliseconds with three digits that say something. */
export function ms(value: number | null): string {
  if (value === null) return '–';
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 1 ? value.toFixed(2) : value.toFixed(3);
}

/** A ratio with two or three digits. */
export const times = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(1)}×`;

/** How the rows came about. */
const MANNER = `Medians over rounds in which the engines took turns; JavaScript ms is the time until a step is issued; ÷ ours: how many times as long as ours-captured.
The teacher's forward pass is in every row but ours-cached. Ours gathers its batches; those of the others lie on the device beforehand.`;

const HEAD = [
  'workload',
  'engine',
  'ms a step',
  'from',
  'to',
  'JavaScript ms',
  'dispatches',
  'loss',
  '÷ ours',
];

/** The whole report. */
export function text(report: Report, bars: readonly Bar[]): string {
  const { rows, workloads } = report;
  const batches = new Map(rows.map(({ workload, batch }) => [workload, batch]));
  const what = Object.entries(workloads).map(([id, title]) => `${id}: ${title}; batch ${batches.get(id)}.`);
  const notes = rows.flatMap(({ workload, engine, note }) =>
    note ? [`${workload}, ${engine}: ${note}`] : [],
  );
  const parts = [
    adapterSentence(report),
    columns([HEAD, ...rows.map((row) => cells(row, rows))], 2),
    notes.join('\n'),
    MANNER,
    columns([['bar', '', 'reached', 'wanted', ''], ...bars.map(barCells)], 2),
    what.join('\n'),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** Names the adapter, and says what its numbers are worth. */
export function adapterSentence({
  adapter,
  software,
  browser,
  date,
  revision,
}: Omit<Report, 'rows' | 'workloads'>): string {
  const worth = software
    ? 'It is a software adapter: the numbers are ratios between engines on this machine, never claims about a GPU.'
    : 'It is a real GPU.';
  return `WebGPU adapter: ${adapter}. ${worth}\n${browser}, ${date}, revision ${revision}.`;
}

function cells(row: Row, rows: readonly Row[]): string[] {
  const slower = timesOurs(row, rows);
  const mark = { checked: '', disagrees: ' WRONG', absent: '' }[row.state];
  return [
    row.workload,
    row.engine,
    row.state === 'absent' ? 'absent' : ms(row.msPerStep),
    ms(row.spread?.[0] ?? null),
    ms(row.spread?.[1] ?? null),
    ms(row.hostMsPerStep),
    row.dispatchesPerStep === null ? '–' : String(row.dispatchesPerStep),
    (row.loss === null ? '–' : row.loss.toFixed(5)) + mark,
    slower === null ? '–' : times(slower),
  ];
}

const barCells = ({ workload, what, reached, wanted, atLeast, holds }: Bar): string[] => [
  workload,
  what,
  reached === null ? '–' : ms(reached),
  `${atLeast ? '≥' : '≤'} ${wanted}`,
  holds === null ? 'not measured' : holds ? 'holds' : 'missed',
];
