// For tests: the walks of PyTorch's optimizers (optimizers.py), and ours on the same gradients.
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingSpec } from '../../contract/setup.ts';
import { read } from '../../gpu/readback.ts';
import { Slots } from '../../gpu/slots.ts';
import { makeClock, tick } from '../clock.ts';
import { TRAINING } from '../fixtures.ts';
import { makeOptimizer } from '../optimizer.ts';
import text from './optimizers.json?raw';

interface Walk {
  readonly optimizer: TrainingSpec['optimizer'];
  readonly momentum: number;
  readonly weightDecay: number;
  readonly clip: number;
  /** [seed][step][parameter][i] */
  readonly paths: readonly (readonly (readonly (readonly number[])[])[])[];
}
const golden = JSON.parse(text) as {
  readonly rate: number;
  readonly first: readonly (readonly number[])[];
  readonly cases: readonly Walk[];
};
export const walks = golden.cases;

/** The gradients of optimizers.py. */
const gradient = (step: number, i: number, seed: number) =>
  Math.sin(1.7 * step + 0.9 * i + 2 * seed) + 0.2 * i;

/** The largest difference of ours from PyTorch's anywhere on the way. */
export async function farthest(walk: Walk): Promise<number> {
  const slots = new Slots();
  const training = { ...TRAINING, ...walk, rate: golden.rate };
  const seeds = walk.paths.length;
  const group = slots.group(
    golden.first.map((values, p) => ({
      name: `p${p}`,
      values: walk.paths.flatMap(() => [...values]),
      shape: [seeds, values.length],
    })),
  );
  const rate = slots.create('rate', [golden.rate], [1]);
  const clock = makeClock(slots, 'clock');
  const optimizer = makeOptimizer(training, slots, group);
  const steps = walk.paths[0]?.length ?? 0;
  let worst = 0;
  for (let step = 1; step <= steps; step++) {
    tick(clock, training, steps);
    let before = 0;
    const gradients = golden.first.map(({ length }) => {
      const at = before;
      before += length;
      const values = walk.paths.flatMap((_, seed) =>
        Array.from({ length }, (_, k) => gradient(step, at + k, seed)),
      );
      return tf.tensor(values, [seeds, length]);
    });
    optimizer.apply(gradients, clock, rate.tensor);
    tf.dispose(gradients);
    const now = await read(group.slots.map(({ tensor }) => tensor));
    walk.paths.forEach((path, seed) => {
      path[step - 1]?.forEach((wanted, p) => {
        wanted.forEach((value, k) => {
          worst = Math.max(worst, Math.abs((now[p]?.[seed * wanted.length + k] ?? Number.NaN) - value));
        });
      });
    });
  }
  slots.dispose();
  return worst;
}
