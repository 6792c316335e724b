// The shaders of the losses against golden values in float64 by PyTorch.
import { beforeAll, expect, test } from 'vitest';
import { bootEngine } from '../../../gpu/engine.ts';
import { goldens, worstErrors } from './golden.ts';

beforeAll(async () => {
  expect((await bootEngine('webgpu')).engine).toBe('webgpu');
});

test('the shaders give the golden values and gradients', async () => {
  expect(goldens.length).toBeGreaterThanOrEqual(200);
  const worst = await worstErrors((n, g) => (n.startsWith("d ") ? 1e-6 * (g.case.T ?? 1) : 1e-6));
  console.log(
    Object.entries(worst)
      .map(([name, { error, of }]) => `${name}: ${error.toExponential(2)} at ${JSON.stringify(of.case)}`)
      .join('\n'),
  );
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(2e-5);
});
