// What the script cannot train is refused before it is written.
import { expect, test } from 'vitest';
import { PRESETS } from '../../contract/presets.ts';
import type { Setup } from '../../contract/setup.ts';
import type { Material } from '../../contract/takeaway.ts';
import { writePyTorch } from './pytorch.ts';

const { setup } = PRESETS.find(({ id }) => id === 'detectors') as { setup: Setup };

test('a run of which the script knows no method is refused with their names', () => {
  const lanes = ['rkd', 'specialist'].map((method) => ({ method, knobs: {} }));
  const known = lanes.map((lane, i) => [`lane-${i}`, { ...lane, code: '' }]);
  const material = { lanes: Object.fromEntries(known), turns: [] } as unknown as Material;
  expect(() => writePyTorch({ ...setup, lanes }, material, {}, '')).toThrow(
    'The script knows none of these methods: rkd, specialist.',
  );
});
