// The mark of a class: a shape of its own beside its colour, for eyes that don't tell the colours apart.

const SHAPES: readonly ((r: number) => readonly (readonly [number, number])[])[] = [
  (r) => polygon(24, r), // a disc
  (r) => polygon(4, r * 1.15, 45), // a square
  (r) => polygon(3, r * 1.3, -90), // a triangle, up
  (r) => polygon(4, r * 1.3), // a diamond
  (r) => polygon(3, r * 1.3, 90), // a triangle, down
  (r) => polygon(5, r * 1.15, -90),
  (r) => polygon(6, r * 1.1),
  (r) => polygon(4, r * 1.3).map(([x, y]) => [x * 0.6, y] as const), // a narrow diamond
];

function polygon(corners: number, r: number, turn = 0): [number, number][] {
  return Array.from({ length: corners }, (_, k) => {
    const angle = (turn * Math.PI) / 180 + (2 * Math.PI * k) / corners;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

/** There are as many colours as shapes: when they begin anew, each colour has the next shape, so that 64 classes differ. */
export const shapeOf = (index: number): number => (index + Math.floor(index / SHAPES.length)) % SHAPES.length;

/** An SVG path around (x, y). `size` is about its width. */
export function markPath(index: number, x: number, y: number, size: number): string {
  const shape = SHAPES[shapeOf(index)]?.(size / 2) ?? [];
  return `M${shape.map(([dx, dy]) => `${(x + dx).toFixed(2)},${(y + dy).toFixed(2)}`).join('L')}Z`;
}
