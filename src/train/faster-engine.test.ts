// Which engine a run gets where there is no GPU.
import { expect, test } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { buildNetwork } from '../nn/network.ts';
import { fasterEngine, macsOf, speeds } from './faster-engine.ts';

test('the measured runs get the engine that was faster at them', () => {
  expect(speeds.length).toBeGreaterThanOrEqual(4);
  for (const speed of speeds) {
    expect(Math.min(speed.webgpu, speed.wasm)).toBeGreaterThan(0);
    const chosen = fasterEngine(speed.model, speed.macs);
    expect(chosen[chosen.engine]).toBe(Math.min(chosen.webgpu, chosen.wasm));
    expect(chosen.macs).toBe(speed.macs);
  }
});

test('a run between two measured ones gets what the nearer one had, and a model that was not measured the nearest of its kind', () => {
  const [a, b] = speeds.filter(({ model }) => model === 'mlp').toSorted((x, y) => x.macs - y.macs);
  if (!a || !b) throw new Error('Two runs of the model mlp are needed.');
  const between = (share: number) => Math.exp((1 - share) * Math.log(a.macs) + share * Math.log(b.macs));
  expect(fasterEngine('mlp', between(0.4)).macs).toBe(a.macs);
  expect(fasterEngine('mlp', between(0.6)).macs).toBe(b.macs);
  expect(fasterEngine('mlp', 0).macs).toBe(a.macs);
  expect(speeds.filter(({ model }) => model === 'retina')).toEqual([]);
  for (const macs of [1, 1e6, 1e9]) expect(fasterEngine('retina', macs).model).toBe('cnn'); // images as well
});

test('the work of a step counts teacher, students and seeds', () => {
  const { setup } = DEFAULT_PRESET;
  const network = (widths: number[]) => buildNetwork({ model: 'mlp', widths, knobs: {} }, [64], 10);
  const student = network([16]); // 64·16 + 16·10 multiply-adds
  const teacher = network([8]); // 64·8 + 8·10
  const run = {
    ...setup,
    training: { ...setup.training, batch: 4 },
    data: { ...setup.data, pool: 10, poolBatch: 2 },
    lanes: setup.lanes.slice(0, 2),
    seeds: 3,
  };
  expect(macsOf(run, student, teacher)).toBe(18 * (592 + 3 * 2 * 1184));
  expect(macsOf({ ...run, data: { ...run.data, pool: 0 } }, student, teacher)).toBe(
    12 * (592 + 3 * 2 * 1184),
  );
});
