// The optimizers of a network's weights: one, or two where a method gives parts of its loss a momentum each.
import type { KnobValues } from '../contract/cards.ts';
import type { TrainingSpec } from '../contract/setup.ts';
import type { Method } from '../distill/method.ts';
import type { Group, Slots } from '../gpu/slots.ts';
import { makeOptimizer, type Optimizer } from '../nn/optimizer.ts';

/** The terms that each of them gets the gradient of. */
export function countedApart({ momenta }: Method, terms: readonly string[]): readonly (readonly string[])[] {
  if (!momenta) return [terms];
  const isLower = (term: string) => momenta.lower.includes(term);
  return [terms.filter(isLower), terms.filter((term) => !isLower(term))];
}

/** In the order of `countedApart`. The weights decay once. */
export function optimizersOf(
  { momenta }: Method,
  settings: KnobValues,
  training: TrainingSpec,
  slots: Slots,
  weights: Group,
): Optimizer[] {
  if (!momenta) return [makeOptimizer(training, slots, weights)];
  const by = momenta.by(settings as Parameters<typeof momenta.by>[0]);
  const { momentum } = training;
  return [
    makeOptimizer({ ...training, momentum: momentum - by }, slots, weights),
    makeOptimizer({ ...training, momentum: momentum + by, weightDecay: 0 }, slots, weights, 'other-'),
  ];
}

/** Refuses two momenta where the optimizer has not even one, or where one of them would grow without end. */
export function checkMomenta(
  { momenta, title }: Method,
  settings: KnobValues,
  { optimizer, momentum }: TrainingSpec,
): void {
  if (!momenta) return;
  if (optimizer !== 'sgd')
    throw new Error(
      `${title.en} splits the momentum of SGD, and the students train with ${optimizer}. Choose SGD.`,
    );
  const by = momenta.by(settings as Parameters<typeof momenta.by>[0]);
  if (momentum - by < 0 || momentum + by >= 1)
    throw new Error(
      `${title.en} takes momenta of ${momentum} − ${by} and ${momentum} + ${by}; both must be at least 0 and below 1.`,
    );
}
