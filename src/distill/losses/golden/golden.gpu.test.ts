// The shaders of the losses, and of the heads, against golden values in float64 by PyTorch.
import { beforeAll, expect, test } from 'vitest';
import { bootEngine } from '../../../gpu/engine.ts';
import { type Golden, goldens, type Losses, report, worstErrors } from './golden.ts';
import { BY_HEAD } from './heads.ts';

beforeAll(async () => {
  expect((await bootEngine('webgpu')).engine).toBe('webgpu');
});

// Below a millionth (of a nat, of T) numbers are compared with that millionth: exp(−50) has fewer digits.
const floor = (name: string, { case: c }: Golden) => 1e-6 * (name.startsWith('d ') ? (c.T ?? 1) : 1);

test('the shaders give the golden values and gradients', async () => {
  expect(goldens.length).toBeGreaterThanOrEqual(200);
  const worst = await worstErrors(floor);
  console.log(`Worst errors of the shaders:\n${report(worst)}`);
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(2e-5);
});

const NAMES: Readonly<Record<string, keyof Losses>> = {
  'cross-entropy': 'crossEntropy',
  'soft-targets': 'softTargets',
  adaptive: 'adaptive',
};

test.each(Object.entries(BY_HEAD))('the shader of %s gives them too', async (head, losses) => {
  const among = goldens.filter(({ loss }) => (losses as Partial<Losses>)[NAMES[loss] as keyof Losses]);
  expect(among.length).toBeGreaterThanOrEqual(50);
  const worst = await worstErrors(floor, among.map(onlyLoss), losses as Losses);
  console.log(`Worst errors of ${head}:\n${report(worst)}`);
  for (const [name, { error }] of Object.entries(worst)) expect(error, name).toBeLessThanOrEqual(5e-6);
});

/** The loss and its slope by the logits: what a head gives. */
function onlyLoss(golden: Golden): Golden {
  const given = Object.entries(golden.expected).filter(([name]) =>
    /^(loss|d (logits|student).*)$/.test(name),
  );
  return { ...golden, expected: Object.fromEntries(given) };
}
