// The numbers of a chart as rows of a table to save: what was measured, nothing smoothed and nothing in between.
import type { CsvCell } from '../../state/csv.ts';
import type { Curve } from './rows.ts';

/** A heading, then one row a step that some curve has: its values, and their deviations where there are several seeds. */
export function chartRows(
  curves: readonly Curve[],
  step: string,
  spreadOf: (name: string) => string,
): CsvCell[][] {
  const heading = curves.flatMap(({ name, spread }) => (spread ? [name, spreadOf(name)] : [name]));
  const places = curves.map((curve) => new Map(curve.steps.map((s, i) => [s, i])));
  const steps = [...new Set(curves.flatMap((curve) => curve.steps))].sort((a, b) => a - b);
  const rows = steps.map((s) => [
    s,
    ...curves.flatMap(({ values, spread }, k): CsvCell[] => {
      const i = places[k]?.get(s);
      const cell = (numbers: readonly number[]) => (i === undefined ? null : (numbers[i] ?? null));
      return spread ? [cell(values), cell(spread)] : [cell(values)];
    }),
  ]);
  return [[step, ...heading], ...rows];
}
