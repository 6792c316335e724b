// A row for the tests of this folder.
import type { Row } from './report.ts';

/** A row that was checked, with what a test wants to be otherwise. */
export function rowOf(change: Partial<Row>): Row {
  return {
    workload: 'spirals-mlp',
    engine: 'ours-captured',
    batch: 128,
    state: 'checked',
    rounds: [1, 2, 3],
    msPerStep: 2,
    spread: [1, 3],
    hostMsPerStep: 0.05,
    dispatchesPerStep: 12,
    steps: 100,
    loss: 0.5,
    difference: 1e-6,
    note: null,
    ...change,
  };
}
