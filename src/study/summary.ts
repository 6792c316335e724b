// Mean and spread over seeds.

export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation over seeds (n − 1); null with one seed. */
  readonly std: number | null;
}

export function summary(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error('A summary needs at least one number.');
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const std = n > 1 ? Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1)) : null;
  return { n, mean, std };
}
