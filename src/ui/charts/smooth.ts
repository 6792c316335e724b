// Exponential moving average, corrected for its empty start: at step k the mean of all values so far, weighted by
// weight^(age). So the first value stands where it is, and a constant curve stays constant.

/** `weight` in [0, 1): how much of the past is kept a step; 0 changes nothing. Gaps stay gaps and are not averaged in. */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    sum = weight * sum + value;
    mass = weight * mass + 1;
    return sum / mass;
  });
}
