// The stream of samples a student is shown, epoch after epoch. Any stretch of it can be asked for without what lies
// before, so a run that goes on at step k sees the batches it would have seen.
import { random } from './random.ts';

const MAX_WINDOW = 16_777_216;

export interface OrderWindow {
  /** The samples that are shown, [n]; each once an epoch. */
  readonly indices: Int32Array;
  readonly seed: number;
  /** Labeled and unlabeled samples have streams of their own, `labeled` and `pool`, and so have phases. Lanes do not: all lanes see the same batches. */
  readonly stream: string;
  /** The first position: step · batch. */
  readonly from: number;
  /** How many positions. Ask for many steps at once: every epoch that is touched is shuffled anew. */
  readonly count: number;
}

/**
 * The samples at the positions from … from + count - 1 of a stream, [count]. Position i belongs to epoch ⌊i / n⌋, and
 * the order within an epoch depends on the seed, the stream and the epoch alone. A batch may reach over two epochs.
 * @throws when there are no samples or the window is not one.
 */
export function orderWindow({ indices, seed, stream, from, count }: OrderWindow): Int32Array {
  const n = indices.length;
  if (n === 0) throw new Error(`The stream "${stream}" has no samples to draw from.`);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new Error(`The stream "${stream}" begins at position 0, ${from} was asked for.`);
  if (!Number.isInteger(count) || count < 0 || count > MAX_WINDOW) {
    throw new Error(
      `A window of the stream "${stream}" has from 0 to ${MAX_WINDOW} positions, ${count} were asked for.`,
    );
  }
  const window = new Int32Array(count);
  for (let at = 0; at < count; ) {
    const epoch = Math.floor((from + at) / n);
    const order = random(seed, 'order', stream, epoch).permutation(n);
    for (let k = (from + at) % n; k < n && at < count; k++)
      window[at++] = indices[order[k] as number] as number;
  }
  return window;
}
