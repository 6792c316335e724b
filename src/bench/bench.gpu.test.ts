// All engines train alike: small workloads, the same losses.
import { expect, test } from 'vitest';
import { adapterOf, bench, CHECKED_STEPS } from './bench.ts';
import type { EngineId } from './engines.ts';
import type { Row } from './report.ts';
import type { WorkloadSpec } from './workload.ts';
import { workloads } from './workloads.ts';

const [spirals, , digitsCnn, colourCnn, eightLanes] = workloads(false, true) as [
  WorkloadSpec,
  WorkloadSpec,
  WorkloadSpec,
  WorkloadSpec,
  WorkloadSpec,
];
const small = (spec: WorkloadSpec): WorkloadSpec => ({ ...spec, samples: 32, batch: 6 });
const smallCnn = (spec: WorkloadSpec): WorkloadSpec => ({
  ...small(spec),
  shape: [8, 8, spec.shape[2] as number],
  net: { ...spec.net, widths: [4, 8] },
});

async function rowsOf(workload: WorkloadSpec, engines: readonly EngineId[]): Promise<Row[]> {
  await adapterOf({});
  const said: string[] = [];
  const options = { workloads: [workload], engines, rounds: 2, budgetMs: 1 };
  const rows = await bench(options, (what) => said.push(what));
  expect(rows.map(({ engine }) => engine)).toEqual(engines);
  for (const engine of engines) expect(said).toContain(`${workload.id}: ${engine}`);
  return rows;
}

test('an MLP: ours recorded, cached, eager and on WASM, TensorFlow.js and jax-js', async () => {
  const rows = await rowsOf(small(spirals), [
    'ours-captured',
    'ours-cached',
    'ours-eager',
    'ours-wasm',
    'tfjs-webgpu',
    'tfjs-wasm',
    'jax-js',
  ]);
  for (const row of rows) {
    expect(row, row.note ?? '').toMatchObject({ state: 'checked' });
    expect(row.rounds).toHaveLength(2);
    expect(row.msPerStep).toBeGreaterThan(0);
  }
  const of = (engine: EngineId) => rows.find((row) => row.engine === engine)?.dispatchesPerStep;
  expect([of('ours-wasm'), of('tfjs-wasm')]).toEqual([null, null]);
  expect(of('ours-captured')).toBeLessThanOrEqual(of('ours-eager') as number);
  expect(of('ours-cached')).toBeLessThan(of('ours-captured') as number);
  expect(of('ours-captured')).toBeLessThan(of('tfjs-webgpu') as number);
  expect(of('jax-js')).toBeGreaterThan(0);
});

test('networks with convolutions, with and without normalisation', async () => {
  for (const spec of [digitsCnn, colourCnn].map(smallCnn)) {
    const [ours, jax, wasm] = await rowsOf(spec, ['ours-captured', 'jax-js', 'tfjs-wasm']);
    expect(ours, ours?.note ?? '').toMatchObject({ state: 'checked' });
    expect(jax, jax?.note ?? '').toMatchObject({ state: 'checked' });
    expect(wasm).toMatchObject({ state: 'absent', note: expect.stringContaining('Conv2DBackpropFilter') });
  }
});

test('eight students at once, and what is trained otherwise is found out', async () => {
  const spec = { ...small(eightLanes), shape: [4, 4, 1], net: { ...eightLanes.net, widths: [5] } };
  const [ours, jax] = await rowsOf(spec, ['ours-captured', 'jax-js']);
  expect(ours?.state).toBe('checked');
  expect(jax?.loss).toBeCloseTo(ours?.loss as number, 4);
  // The same with another knob is no longer the same training.
  const [other] = await rowsOf({ ...spec, lanes: spec.lanes.map((lane) => ({ ...lane, alpha: 0.5 })) }, [
    'jax-js',
  ]);
  expect(Math.abs((other?.loss as number) / (ours?.loss as number) - 1)).toBeGreaterThan(1e-3);
  expect(CHECKED_STEPS).toBeGreaterThan(2); // or Adam has not moved yet
});
