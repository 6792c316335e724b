// Epochs in steps: five labeled samples, batches of two, so that epochs end within a step.
import { describe, expect, it } from 'vitest';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { epochsOf, untilEpoch } from './epochs.ts';
import { loadedRun } from './samples.test-data.ts';

const run = (() => {
  const loaded = loadedRun(DEFAULT_PRESET.setup);
  const setup = { ...loaded.setup, training: { ...loaded.setup.training, batch: 2 } };
  return { ...loaded, setup, counts: { ...loaded.counts, labeled: 5 }, totalSteps: 6 };
})();

describe('epochs', () => {
  it('are passes over the labeled samples', () => {
    expect(epochsOf(run, 'students', 5)).toEqual({ done: 2, total: 2.4 });
  });

  it('end with the step that takes their last sample, and with the run', () => {
    expect([0, 1, 2].map((step) => untilEpoch(run, 'students', step))).toEqual([3, 2, 1]); // 5 samples: 3 steps
    expect([3, 4].map((step) => untilEpoch(run, 'students', step))).toEqual([2, 1]); // 10 samples: 5 steps
    expect(untilEpoch(run, 'students', 5)).toBe(1); // 15 samples would be 8 steps; there are 6
    expect(untilEpoch(run, 'students', 6)).toBe(1);
  });
});
