// From logits to what is drawn: probabilities at a temperature, and how spread they are.

/** exp(z/T) / Σ exp(z/T), with the largest logit taken off first, so that nothing overflows. */
export function softmax(logits: readonly number[], temperature: number): number[] {
  const top = Math.max(...logits);
  if (!Number.isFinite(top)) return logits.map(() => Number.NaN);
  const powers = logits.map((logit) => Math.exp((logit - top) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** −Σ p ln p, in nats; a zero adds nothing. */
export function entropy(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), unknown(probabilities));
}

/** NaN when one of them is NaN, else 0: an unknown distribution has an unknown entropy. */
const unknown = (probabilities: readonly number[]) => (probabilities.some(Number.isNaN) ? Number.NaN : 0);

export const argmax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** The slider is even in log T: as far from 1 to 2 as from 10 to 20. */
export const MAX_T = 20;
export const temperatureAt = (position: number): number => round(MAX_T ** Math.min(1, Math.max(0, position)));
export const positionOf = (temperature: number): number => Math.log(temperature) / Math.log(MAX_T);
const round = (value: number) => Number(value.toPrecision(value < 10 ? 2 : 3));
