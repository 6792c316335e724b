// Accuracy over episodes.

/** Mean, and half of the 95 % interval by the normal law: there are hundreds of episodes. */
export function overEpisodes(values: readonly number[]): { mean: number; half: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / values.length) };
}
