// The optimizers on WebGPU, where one dispatch changes all parameters of a network.
import { beforeAll, expect, test } from 'vitest';
import { bootEngine } from '../gpu/engine.ts';
import { farthest, walks } from './golden/optimizers.ts';

beforeAll(async () => {
  const { engine, why } = await bootEngine('webgpu');
  expect(engine, why).toBe('webgpu');
});

test.each(walks)(
  '$optimizer with momentum $momentum, weight decay $weightDecay and clip $clip walks as in PyTorch',
  async (walk) => {
    expect(await farthest(walk)).toBeLessThan(5e-6);
  },
);
