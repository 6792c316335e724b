// The references of the losses, which run where there is no WebGPU, against golden values by PyTorch.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { goldens, report, worstErrors } from './golden.ts';
import '../../../gpu/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the references give the golden values and gradients', async () => {
  // They are written for reading and lose to cancellation what is small beside a nat (times T², or T, or
  // beside 2 loss/T). Student and teacher that nearly agree are left to the shaders: a power of a rounding
  // error is no number.
  const worst = await worstErrors(
    (name, { case: { T = 1 }, expected }) => {
      if (name === 'd temperature') return Math.max(T, (2 * Math.max(...(expected.loss as number[]))) / T);
      return name === 'loss' ? T ** 2 : T;
    },
    goldens.filter(({ case: c }) => !c.near),
  );
  console.log(`Worst errors of the references:\n${report(worst)}`);
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(2e-5);
});
