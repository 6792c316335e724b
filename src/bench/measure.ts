// Timing trainers fairly: each takes a stretch of steps in turn, round after round, and every stretch is long enough to
// be timed. Nothing is awaited within a stretch.
import type { Trainer } from './trainer.ts';

export interface Stretch {
  readonly msPerStep: number;
  /** JavaScript's share: the time until the last step was issued. */
  readonly hostMsPerStep: number;
}

/** Times so many steps, to the end of the last one. */
export async function stretch(trainer: Trainer, steps: number): Promise<Stretch> {
  await trainer.enter();
  const began = performance.now();
  trainer.steps(steps);
  const issued = performance.now();
  await trainer.loss();
  const ended = performance.now();
  return { msPerStep: (ended - began) / steps, hostMsPerStep: (issued - began) / steps };
}

const MOST_STEPS = 4096;

/** How many steps last about so long, at least one; `msPerStep` is a first guess, of a step alone. */
export async function stepsFor(trainer: Trainer, budgetMs: number, msPerStep: number): Promise<number> {
  const wanted = (ms: number) => Math.max(1, Math.min(MOST_STEPS, Math.round(budgetMs / ms)));
  let steps = wanted(msPerStep);
  while (steps > 1) {
    const better = wanted((await stretch(trainer, steps)).msPerStep);
    if (better <= 2 * steps) return better;
    steps = better;
  }
  return steps;
}

/** The stretches of every trainer, taken in turn. */
export async function rounds(
  trainers: readonly { readonly trainer: Trainer; readonly steps: number }[],
  count: number,
  onRound: (round: number) => void,
): Promise<Stretch[][]> {
  const taken: Stretch[][] = trainers.map(() => []);
  for (let round = 0; round < count; round++) {
    for (const [i, { trainer, steps }] of trainers.entries())
      (taken[i] as Stretch[]).push(await stretch(trainer, steps));
    onRound(round + 1);
  }
  return taken;
}
