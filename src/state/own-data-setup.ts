// A set-up that fits a data set nobody has seen before: networks of a size for it, labels and a pool that are there.
import type { DatasetCard } from '../contract/cards.ts';
import { type NetSpec, NO_AUGMENT, type Setup } from '../contract/setup.ts';

/** Images of more numbers than these get the wider networks. */
const MANY_NUMBERS = 256;
const LABELS = 10;
const POOL = 600;

const mlp = (...widths: number[]): NetSpec => ({ model: 'mlp', widths, knobs: {} });

/** The set-up with another data set, the visitor's own; how long and how fast it trains stays as it is. */
export function fitOwn(setup: Setup, card: DatasetCard): Setup {
  const size = card.shape.reduce((product, n) => product * n, 1);
  const plane = card.shape.length === 1 && size === 2;
  const [teacher, student] = plane
    ? [mlp(32, 32), mlp(8, 8)]
    : size > MANY_NUMBERS
      ? [mlp(128, 128), mlp(32)]
      : [mlp(64, 64), mlp(16)];
  // Half of the scarcest class at most, so that there is something left for a pool.
  const labels = Math.max(1, Math.min(LABELS, Math.floor((card.scarcest ?? LABELS) / 2)));
  const pool = Math.max(0, Math.min(POOL, card.counts.train - labels * card.classes.length));
  return {
    ...setup,
    data: {
      ...setup.data,
      id: card.id,
      knobs: {},
      augment: NO_AUGMENT,
      labels: { teacher: 0, student: labels },
      pool,
      poolBatch: pool > 0 ? setup.data.poolBatch || setup.training.batch : 0,
    },
    teacher: { ...setup.teacher, net: teacher, source: 'train' },
    student,
  };
}
