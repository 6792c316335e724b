// Fewer points for the eye, without losing a spike: from every bucket of neighbours the smallest and the
// largest value are kept. Buckets are powers of two long, so that a growing curve keeps the points it has
// shown until the bucket length doubles, instead of shimmering with every new step.

/** Which of `values` to draw: at most `limit` indices, ascending; first and last are among them. Gaps (NaN, ±∞) are left out. */
export function thinIndices(values: readonly number[], limit: number): number[] {
  const n = values.length;
  if (n <= limit) return range(n).filter((i) => Number.isFinite(values[i]));
  const size = bucketSize(n, Math.max(4, limit));
  const kept: number[] = [];
  for (let start = 0; start < n; start += size) {
    const ends = extremes(values, start, Math.min(n, start + size));
    for (const i of ends) if (kept.at(-1) !== i) kept.push(i);
  }
  if (Number.isFinite(values[0]) && kept[0] !== 0) kept.unshift(0);
  if (Number.isFinite(values[n - 1]) && kept.at(-1) !== n - 1) kept.push(n - 1);
  return kept;
}

/** The smallest power of two at which two points a bucket, and the two ends, fit in `limit`. */
function bucketSize(n: number, limit: number): number {
  let size = 2;
  while (2 * Math.ceil(n / size) + 2 > limit && size < n) size *= 2;
  return size;
}

/** Where the smallest and the largest finite value of [start, end) stand, in order of place. */
function extremes(values: readonly number[], start: number, end: number): number[] {
  let low = -1;
  let high = -1;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (low < 0 || value < (values[low] as number)) low = i;
    if (high < 0 || value > (values[high] as number)) high = i;
  }
  if (low < 0) return [];
  return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
