// What the script cannot train is refused before it is written.
import { expect, test } from 'vitest';
import { PRESETS } from '../../contract/presets.ts';
import type { Setup } from '../../contract/setup.ts';
import type { Material } from '../../contract/takeaway.ts';
import { writePyTorch } from './pytorch.ts';

const { setup } = PRESETS.find(({ id }) => id === 'detectors') as { setup: Setup };

test('a run of which the script knows no method is refused with their names', () => {
  const lanes = setup.lanes.map(({ method, knobs }, i) => [`lane-${i}`, { method, knobs, code: '' }]);
  const material = { lanes: Object.fromEntries(lanes), turns: [] } as unknown as Material;
  expect(() => writePyTorch(setup, material, {}, '')).toThrow(
    'The script knows none of these methods: focal, detector-kd, detector-adl, pseudo-boxes.',
  );
});
