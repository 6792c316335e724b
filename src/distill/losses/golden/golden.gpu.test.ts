// The shaders of the losses against golden values in float64 by PyTorch.
import { beforeAll, expect, test } from 'vitest';
import { bootEngine } from '../../../gpu/engine.ts';
import { goldens, report, worstErrors } from './golden.ts';

beforeAll(async () => {
  expect((await bootEngine('webgpu')).engine).toBe('webgpu');
});

test('the shaders give the golden values and gradients', async () => {
  expect(goldens.length).toBeGreaterThanOrEqual(200);
  // Below a millionth (of a nat, of T) numbers are compared with that millionth: exp(−50) has fewer digits.
  const worst = await worstErrors((name, { case: c }) => 1e-6 * (name.startsWith('d ') ? (c.T ?? 1) : 1));
  console.log(`Worst errors of the shaders:\n${report(worst)}`);
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(2e-5);
});
