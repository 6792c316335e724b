// Uniforms as bytes, as TensorFlow.js's programs and our kernels expect them.

/** Numbers for a uniform buffer, laid out as the stock backend lays them out. */
export interface Uniform {
  readonly type: 'int32' | 'uint32' | 'float32';
  readonly data: readonly number[];
}

/** Uniforms as bytes: scalars and vectors at their WGSL alignment, five and six numbers as two rows of four. */
export function packed(uniforms: readonly Uniform[]): ArrayBuffer {
  let size = 0;
  let widest = 4;
  let before = 0;
  const places = uniforms.map(({ data }) => {
    const length = Math.max(1, data.length);
    const alignment = before > 4 || length > 2 ? 16 : 4 * length;
    widest = Math.max(widest, alignment);
    const at = Math.ceil(size / alignment) * alignment;
    size = at + 4 * length;
    before = length;
    return at;
  });
  const bytes = new ArrayBuffer(Math.ceil(size / widest) * widest);
  const view = new DataView(bytes);
  uniforms.forEach(({ type, data }, i) => {
    (data.length ? data : [1]).forEach((value, k) => {
      const at = (places[i] as number) + 4 * k;
      if (type === 'float32') view.setFloat32(at, value, true);
      else if (type === 'int32') view.setInt32(at, value, true);
      else view.setUint32(at, value, true);
    });
  });
  return bytes;
}

/** Numbers between neighbours along each axis but the last. */
export function strides(shape: readonly number[]): number[] {
  const result: number[] = [];
  let size = 1;
  for (let axis = shape.length - 1; axis > 0; axis--) result.unshift((size *= shape[axis] as number));
  return result;
}
