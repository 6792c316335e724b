// McNemar's test in its exact form, which is the sign test on the samples that tell two networks apart: if both were
// equally good, each of those would fall to either with chance one half. After McNemar 1947, Psychometrika 12.

/** Two-sided p: min(1, 2 · P(X ≤ min(b, c))) with X binomial(b + c, ½). 1 where nothing tells them apart. */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const least = Math.min(onlyFirst, onlySecond);
  let log = -n * Math.LN2; // of C(n, k) / 2^n, which alone would fall below what a number can hold
  let sum = 0;
  for (let k = 0; k <= least; k++) {
    sum += Math.exp(log);
    log += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * sum);
}
