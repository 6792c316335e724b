// Which shader computes one of the three products of a dense layer, by the shape of what it makes, and the sizes at
// which all of them are tested.
import type { Variant } from '../../gpu/issue.ts';
import type { Case } from '../../gpu/kernel.ts';
import type { Dims } from '../../gpu/shapes.ts';
import { ACTIVATION } from './activation.ts';

/** What a product makes: `count` matrices of rows × columns. */
export interface Product {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** With fewer tiles than this, most cores of a real GPU had none: there every element gets an invocation instead. */
const ENOUGH_TILES = 16;

const tilesIn = ({ rows, columns }: Product, side: number): number =>
  Math.ceil(rows / side) * Math.ceil(columns / side);

/**
 * How `NAME.wgsl` is dispatched, which computes any sizes in tiles of 8 × 8, and its variants: `-vec4` in tiles of
 * 16 × 16 for sizes in fours; on real GPUs `-tiled` in tiles of 32 × 32 a workgroup, and `-single`.
 * @param inFours whether `-vec4` can compute the sizes
 * @param elements invocations of `-single`; one an element of the product by default
 */
export function shadersOf<P>(
  name: string,
  shaders: Readonly<Record<'vec4' | 'tiled' | 'single', string>>,
  product: (dims: Dims) => Product,
  inFours: (dims: Dims, params: P) => boolean,
  elements: (product: Product) => number = (made) => made.count * tilesIn(made, 1),
) {
  const tiles = (side: number) => (dims: Dims) => {
    const made = product(dims);
    return made.count * tilesIn(made, side);
  };
  const variants: Variant<P>[] = [
    {
      name: `${name}-tiled`,
      shader: shaders.tiled,
      hardware: true,
      when: (dims) => tilesIn(product(dims), 32) >= ENOUGH_TILES,
      invocations: (dims) => 64 * tiles(32)(dims),
    },
    {
      name: `${name}-single`,
      shader: shaders.single,
      hardware: true,
      when: () => true,
      invocations: (dims) => elements(product(dims)),
    },
    { name: `${name}-vec4`, shader: shaders.vec4, when: inFours, invocations: tiles(16), group: 4 },
  ];
  return { invocations: tiles(8), group: 4, variants };
}

/** Whether all sizes are multiples of four. */
export const fours = (...sizes: readonly (number | undefined)[]): boolean =>
  sizes.every((size) => (size as number) % 4 === 0);

/** Awkward sizes for the parity tests: one, odd, in fours, just over whole tiles, long and narrow. */
export const SIZES = [
  { seeds: 1, rows: 1, features: 1, units: 1 },
  { seeds: 3, rows: 7, features: 65, units: 10 },
  { seeds: 2, rows: 20, features: 36, units: 40 },
  { seeds: 1, rows: 130, features: 100, units: 97 },
  { seeds: 1, rows: 8, features: 784, units: 3 },
] as const;

/** Each of the sizes with each activation. */
export const everyActivation = (sizes: readonly Dims[]): Case[] =>
  sizes.flatMap((dims) => Object.values(ACTIVATION).map((activation) => ({ dims, params: { activation } })));
