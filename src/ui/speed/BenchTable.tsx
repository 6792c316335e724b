// What the benchmark measured: a part a workload, a row an engine.
import type { ComparedRow } from '../../contract/bench.ts';
import { tb } from '../messages/bench.ts';
import { Scroll } from '../Scroll.tsx';
import { COLUMNS, cellsOf, nameOf } from './bench-text.ts';

export function BenchTable({ rows }: { rows: readonly ComparedRow[] }) {
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  return (
    <Scroll className="table-scroll bench-table" label={tb('table')}>
      <table>
        <caption>{tb('table')}</caption>
        <thead>
          <tr>
            <th scope="col">{tb('column.engine')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="number">
                {tb(column)}
              </th>
            ))}
          </tr>
        </thead>
        {workloads.map((workload) => (
          <tbody key={workload}>
            <tr>
              <th scope="rowgroup" colSpan={1 + COLUMNS.length} className="bench-workload">
                {nameOf(workload)}
              </th>
            </tr>
            {rows
              .filter((row) => row.workload === workload)
              .map((row) => (
                <EngineRow key={row.engine} row={row} />
              ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
}

/** An engine that does not run has a sentence in place of numbers. */
function EngineRow({ row }: { row: ComparedRow }) {
  return (
    <tr data-state={row.state}>
      <th scope="row">{nameOf(row.engine)}</th>
      {row.state === 'absent' ? (
        <td colSpan={COLUMNS.length} className="bench-note">
          {row.note ?? tb('absent')}
        </td>
      ) : (
        cellsOf(row).map((cell, i) => (
          <td key={COLUMNS[i]} className="number">
            {cell}
          </td>
        ))
      )}
    </tr>
  );
}
