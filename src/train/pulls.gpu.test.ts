// How hard terms pull, by the engines of a browser.
import { expect, test } from 'vitest';
import type { EngineChoice } from '../contract/setup.ts';
import { bootEngine } from '../gpu/engine.ts';
import { pullsTwice } from './testing.ts';

const engines: Exclude<EngineChoice, 'auto'>[] = ['webgpu', 'wasm'];
test.each(engines)('%s says of KD what its logits give', async (wanted) => {
  const { engine, why } = await bootEngine(wanted);
  expect(engine, why).toBe(wanted);
  const { said, byHand } = await pullsTwice();
  byHand.forEach((number, i) => expect(said[i]).toBeCloseTo(number, 4));
});
