import { expect, test } from 'vitest';
import { definedKernels } from '../../gpu/kernel.ts';
import './dense.ts';
import { SIZES } from './dense-shaders.ts';

const products = definedKernels.filter(
  ({ variants }) => variants?.length && variants[0]?.name.startsWith('dense'),
);

/** The shader that a product is computed by. */
function taken(name: string, sizes: Record<string, number>, hardware: boolean): string {
  const spec = products.find((kernel) => kernel.name === name)!;
  const params = { activation: 0, chunk: 2048 };
  const dims = { ...sizes, ...spec.derived?.(sizes, params) };
  const able = spec.variants?.filter((v) => v.when(dims, params) && (hardware || !v.hardware));
  return able?.[0]?.name ?? name;
}

test.each([
  { layer: [784, 128], software: ['-vec4', '-vec4', '-vec4'], hardware: ['-tiled', '-tiled', '-tiled'] },
  { layer: [128, 10], software: ['', '', ''], hardware: ['-single', '-tiled', '-single'] },
  { layer: [32, 32], software: ['-vec4', '-vec4', '-vec4'], hardware: ['-single', '-single', '-single'] },
  { layer: [2, 32], software: ['', '', '-small'], hardware: ['-single', '-single', '-single'] },
])('the shaders of a layer of $layer features and units at 128 rows', ({ layer, software, hardware }) => {
  const [features, units] = layer as [number, number];
  const sizes = { seeds: 1, rows: 128, features, units };
  const names = ['dense', 'dense-input-gradient', 'dense-weight-gradient'];
  expect(names.map((name) => taken(name, sizes, false))).toEqual(names.map((n, i) => n + software[i]));
  expect(names.map((name) => taken(name, sizes, true))).toEqual(names.map((n, i) => n + hardware[i]));
});

test('no shader is chosen by the number of seeds, or a seed alone had other bits', () => {
  expect(products).toHaveLength(3);
  for (const { name } of products) {
    for (const sizes of SIZES) {
      for (const hardware of [false, true])
        expect(taken(name, { ...sizes, seeds: 24 }, hardware)).toBe(
          taken(name, { ...sizes, seeds: 1 }, hardware),
        );
    }
  }
});
