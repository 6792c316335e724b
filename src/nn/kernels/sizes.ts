// Counting what the shaders of convolutions, pooling and normalisation compute.
import type { Variant } from '../../gpu/issue.ts';
import type { Dims } from '../../gpu/shapes.ts';

/** The product of the sizes of some dimensions. With a name that is not there it would be NaN, which no dispatch takes. */
export const sizeOf = (dims: Dims, ...names: readonly string[]): number =>
  names.reduce((product, name) => product * (dims[name] ?? Number.NaN), 1);

/** How many tiles of `side` cover as many numbers as `sizeOf` says. */
export const tilesOf = (side: number, dims: Dims, ...names: readonly string[]): number =>
  Math.ceil(sizeOf(dims, ...names) / side);

/** Throws where the weights are not those of a kernel over the channels. */
export function checkTaps(dims: Dims, kernel: number): void {
  const { taps, channels } = dims;
  if (taps !== kernel ** 2 * sizeOf(dims, 'channels'))
    throw new Error(
      `The weights have ${taps} taps; a kernel of ${kernel}×${kernel} over ${channels} channels has others.`,
    );
}

/** A shader that takes the place of a kernel's own on real GPUs, whatever the sizes. */
export const onGPU = <P>(
  name: string,
  shader: string,
  invocations: (dims: Dims, params: P) => number,
  group = 64,
): Variant<P> => ({ name, shader, invocations, group, hardware: true, when: () => true });

/** Enough to keep many cores busy, few enough that adding them up is nothing. */
const MOST_PARTS = 256;
const NUMBERS_OF_ALL_PARTS = 2 ** 16;
/** Fewer pixels than this are not worth a part: writing it down costs more than adding them up. */
const LEAST_CHUNK = 32;

/** How many pixels or windows a part of a weight gradient of `size` numbers adds up; by the shape alone. */
export function chunkOf(pixels: number, size: number): number {
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.floor(NUMBERS_OF_ALL_PARTS / size)));
  return Math.max(LEAST_CHUNK, Math.ceil(pixels / parts));
}
