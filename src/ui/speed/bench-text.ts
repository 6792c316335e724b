// The rows of the benchmark as words: the cells of the table, and the table to take along.
import type { BenchEngine, BenchWorkload, ComparedRow } from '../../contract/bench.ts';
import type { BenchState } from '../../state/bench.ts';
import { tb } from '../messages/bench.ts';
import { numbers } from '../messages/messages.ts';

export const nameOf = (id: string): string => tb(id as BenchEngine | BenchWorkload);

export const COLUMNS = [
  'column.ms',
  'column.range',
  'column.host',
  'column.dispatches',
  'column.times',
  'column.agrees',
] as const;

/** A cell a column. */
export function cellsOf(row: ComparedRow): string[] {
  const { msPerStep, spread, hostMsPerStep, dispatchesPerStep, timesOurs, state } = row;
  const { significant, integer } = numbers;
  return [
    significant(msPerStep),
    spread ? tb('range', { from: significant(spread[0]), to: significant(spread[1]) }) : '–',
    significant(hostMsPerStep),
    integer(dispatchesPerStep),
    timesOurs === null ? '–' : tb('times', { times: significant(timesOurs) }),
    tb(state),
  ];
}

/** Which adapter it was, and what its numbers are worth. */
export function adapterSentences(adapter: BenchState['adapter']): string[] {
  if (!adapter) return [];
  if (adapter.name === null) return [tb('adapter.none', { why: adapter.why ?? '' })];
  return [tb('adapter', { name: adapter.name }), ...(adapter.software ? [tb('software')] : [])];
}

export function asMarkdown({ adapter, rows }: BenchState, browser: string): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [tb('column.workload'), tb('column.engine'), ...COLUMNS.map((column) => tb(column))];
  const notes = rows.flatMap(({ engine, note }) => (note ? [`- ${nameOf(engine)}: ${note}`] : []));
  return [
    [...adapterSentences(adapter), browser].join(' '),
    [
      line(head),
      line(head.map((_, i) => (i < 2 ? '---' : '--:'))),
      ...rows.map((row) => line([nameOf(row.workload), nameOf(row.engine), ...cellsOf(row)])),
    ].join('\n'),
    notes.join('\n'),
    tb('manner'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

export const asJson = ({ adapter, rows }: BenchState, browser: string): string =>
  JSON.stringify(
    { adapter: adapter?.name ?? null, software: adapter?.software ?? false, browser, rows },
    null,
    1,
  );
