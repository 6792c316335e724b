// Symbolic shapes: `['seeds', 'batch', 'classes']` is a kernel's documentation, its check and its uniforms.

/** Sizes bound to dimension names, in order of first appearance. */
export type Dims = Readonly<Record<string, number>>;
export type Signature = Readonly<Record<string, readonly string[]>>;

/** Binds the names in `signature` to the sizes in `shapes`; throws where two sizes claim one name. */
export function matchShapes(
  kernel: string,
  signature: Signature,
  shapes: Readonly<Record<string, readonly number[]>>,
): Dims {
  const dims: Record<string, number> = {};
  for (const [tensor, names] of Object.entries(signature)) {
    const shape = shapes[tensor];
    if (!shape) throw new Error(`${kernel}: ${tensor} is missing`);
    if (shape.length !== names.length)
      throw new Error(`${kernel}: ${tensor} is [${shape}], expected [${names}]`);
    names.forEach((name, axis) => {
      const size = shape[axis] as number;
      const literal = Number(name);
      const bound = Number.isInteger(literal) ? literal : (dims[name] ??= size);
      if (bound !== size)
        throw new Error(
          `${kernel}: ${tensor} is [${shape}], so ${name} is ${size} there, but it is ${bound} elsewhere`,
        );
    });
  }
  return dims;
}

/** The sizes of a symbolic shape. Numbers may stand for themselves: `['seeds', '4']`. */
export function sizesOf(names: readonly string[], dims: Dims): number[] {
  return names.map((name) => {
    const size = dims[name] ?? Number(name);
    if (!Number.isInteger(size)) throw new Error(`no size for the dimension ${name}`);
    return size;
  });
}
