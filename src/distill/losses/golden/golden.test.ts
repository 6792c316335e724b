// The references of the losses, which run where there is no WebGPU, against golden values by PyTorch.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { worstErrors } from './golden.ts';
import '../../../gpu/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the references give the golden values and gradients', async () => {
  const worst = await worstErrors((n, g) => (n.startsWith("d ") ? 1e-6 * (g.case.T ?? 1) : 1e-6));
  console.log(
    Object.entries(worst)
      .map(([name, { error, of }]) => `${name}: ${error.toExponential(2)} at ${JSON.stringify(of.case)}`)
      .join('\n'),
  );
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(2e-5);
});
