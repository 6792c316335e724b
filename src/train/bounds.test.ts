import { expect, test } from 'vitest';
import { buildNetwork } from '../nn/network.ts';
import { checkState, stepsOf } from './bounds.ts';
import { lanesOf, smallSetup } from './testing.ts';

const wide = buildNetwork({ model: 'mlp', widths: Array(8).fill(1024), knobs: {} }, [2], 2);
const small = buildNetwork({ model: 'mlp', widths: [4], knobs: {} }, [2], 2);

test('eight lanes of the widest network with many seeds are refused with their number, one lane is not', () => {
  const eight = smallSetup({ seeds: 32, lanes: lanesOf(...Array(8).fill('kd')) });
  expect(() => checkState(eight, wide, small)).toThrow(
    /^8 lanes of \d+ parameters with 32 seeds need \d+ numbers of state; 67108864 are allowed\./,
  );
  expect(() => checkState(smallSetup({ lanes: lanesOf('alone') }), wide, small)).not.toThrow();
});

test('epochs count labeled samples; more steps than the clock can count are refused', () => {
  const { training } = smallSetup();
  const epochs = (count: number) => ({ ...training, batch: 8, length: { unit: 'epochs' as const, count } });
  expect(stepsOf(epochs(3), 20)).toBe(8); // 60 samples in batches of 8
  expect(() => stepsOf(epochs(1_000_000), 18_000)).toThrow(
    'The run would take 2250000000 steps; 16777216 are allowed.',
  );
});
