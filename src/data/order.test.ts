import { describe, expect, it } from 'vitest';
import { orderWindow } from './order.ts';

const indices = Int32Array.from({ length: 37 }, (_, i) => 1000 + 3 * i);
const window = (from: number, count: number, more: object = {}) =>
  orderWindow({ indices, seed: 5, stream: 'labeled', from, count, ...more });
const ascending = (values: Int32Array) => [...values].sort((a, b) => a - b);

describe('the order of samples', () => {
  it('is the same stream however it is cut into windows', () => {
    const whole = window(0, 400);
    expect([...window(0, 50), ...window(50, 50)]).toEqual([...window(0, 100)]);
    for (const from of [0, 1, 36, 37, 38, 111, 250])
      expect(window(from, 90)).toEqual(whole.slice(from, from + 90));
    expect(window(12, 0)).toHaveLength(0);
  });

  it('shows every sample once an epoch, in another order each epoch', () => {
    const epochs = [0, 1, 2, 1000].map((epoch) => window(37 * epoch, 37));
    for (const epoch of epochs) expect(ascending(epoch)).toEqual([...indices]);
    expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(epochs.length);
    // Control: a stretch across the border of two epochs repeats some.
    expect(new Set(window(20, 37)).size).toBeLessThan(37);
  });

  it('depends on the seed and the stream', () => {
    expect(window(0, 37)).not.toEqual(window(0, 37, { seed: 6 }));
    expect(window(0, 37)).not.toEqual(window(0, 37, { stream: 'pool' }));
    expect(window(0, 37)).toEqual(window(0, 37, { lane: 3 }));
  });

  it('refuses what is no window with a sentence', () => {
    expect(() => window(0, 10, { indices: new Int32Array() })).toThrow('The stream "labeled" has no samples');
    expect(() => window(-1, 10)).toThrow('-1 was asked for');
    expect(() => window(0, 1e9)).toThrow('1000000000 were asked for');
  });
});
