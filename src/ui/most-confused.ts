// Which classes a matrix of confusions is worth reading for.

/** The classes with the most confusions, in their order: row-major `cells` [classes, classes], at most so many. */
export function mostConfused(cells: readonly number[], classes: number, most: number): number[] {
  const all = Array.from({ length: classes }, (_, c) => c);
  if (classes <= most) return all;
  const at = (truth: number, predicted: number) => Math.abs(cells[truth * classes + predicted] ?? 0);
  const confusions = all.map((c) =>
    all.reduce((sum, other) => sum + (other === c ? 0 : at(c, other) + at(other, c)), 0),
  );
  return all
    .sort((a, b) => (confusions[b] as number) - (confusions[a] as number) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
}
