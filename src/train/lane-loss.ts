// What a lane minimises and measures: the terms of its method, those it is without, and the quantities it tracks.
import * as tf from '@tensorflow/tfjs-core';
import { LOSS, TRAIN_ACCURACY, termSeries } from '../contract/protocol.ts';
import { BACKGROUND } from '../detect/matching.ts';
import { sums } from '../distill/features.ts';
import type { KnobInputs, Method, StepInput } from '../distill/method.ts';
import { Backend } from '../gpu/backend.ts';
import { readsAtOnce } from '../gpu/readback.ts';
import { crossEntropy } from '../nn/losses/cross-entropy.ts';
import { detached } from '../nn/losses/detached.ts';
import { eachSample, knownSlopes } from './slopes.ts';

type Knobs = KnobInputs<Method['knobs']>;

export class LaneLoss {
  /** The method's terms that make the loss: all but those it is without. */
  readonly terms: readonly string[];
  /** Terms that are measured but not trained on; they come after the quantities, since the loss is the sum of the others. */
  private readonly leftOut: readonly string[];
  /** What `track` gives, in order. */
  private readonly quantities: readonly string[];

  /** `learnsParts`: whether it trains more than its network. */
  constructor(
    private readonly method: Method,
    without: readonly string[],
    private readonly learnsParts: boolean,
  ) {
    const isOut = (term: string) => without.includes(term);
    this.terms = method.termNames.filter((term) => !isOut(term));
    this.leftOut = method.termNames.filter(isOut);
    this.quantities = [...Object.keys(method.tracked), ...(method.watched ?? [])];
  }

  /** Names of the rows of a metrics tensor. */
  get series(): readonly string[] {
    return [
      LOSS,
      TRAIN_ACCURACY,
      ...this.terms.map(termSeries),
      ...this.quantities,
      ...this.leftOut.map(termSeries),
    ];
  }

  /** How many rows come after the terms. */
  get rowsBesides(): number {
    return this.quantities.length + this.leftOut.length;
  }

  /** Whether some parameters may have no gradient, since a term that would move them does not count. */
  get isPartial(): boolean {
    return this.leftOut.length > 0;
  }

  /**
   * The loss as something to differentiate, and what there is to measure of it: the terms, and which samples are right,
   * [terms + 1, seeds, batch], and what comes with it besides: the quantities, or the means of the terms that are left
   * out, [rows, seeds]. The one reduction, over the batch, is the runner's: a term counts by its mean.
   */
  of(
    input: StepInput,
    knobs: Knobs,
    counted: readonly string[] = this.terms,
  ): { loss: tf.Scalar; value: tf.Tensor; besides?: tf.Tensor } {
    const { head } = this.method;
    const seeds = input.labels.shape[0] as number;
    if (head && this.headCounts(counted)) {
      const { values, slope, tracked } = head(input, knobs);
      const loss = knownSlopes([input.student.logits], [slope]);
      return { value: values, loss, ...(tracked ? { besides: this.stacked(tracked, seeds) } : {}) };
    }
    const made = this.method.terms(input, knobs);
    const each = (names: readonly string[]) =>
      names.map((name) => eachSample(made[name], name, input.labels));
    const terms = each(this.terms);
    const batch = input.labels.shape[1] as number;
    const slope = tf.tensor(new Float32Array(seeds * batch).fill(1 / batch), [seeds, batch]); // of a mean
    return {
      value: tf.stack([...terms, rightOf(input, this.method.matched?.(input, knobs) ?? input.matched)]),
      loss: knownSlopes(
        each(counted),
        counted.map(() => slope),
      ),
      ...(this.isPartial ? { besides: tf.stack(each(this.leftOut).map((term) => tf.mean(term, 1))) } : {}),
    };
  }

  /** All terms of the method, those that are left out too, [terms, seeds, batch]. */
  apart(input: StepInput, knobs: Knobs): tf.Tensor {
    const made = this.method.terms(input, knobs);
    return tf.stack(this.method.termNames.map((name) => eachSample(made[name], name, input.labels)));
  }

  /** A head's slope is that of all terms together, by the logits alone. */
  private headCounts(counted: readonly string[]): boolean {
    const whole = !this.isPartial && counted.length === this.terms.length && !this.learnsParts;
    return whole && (tf.backend() instanceof Backend || readsAtOnce());
  }

  /** The rows that the loss is not the sum of, [rows, seeds]: quantities, then the means of terms that are left out. */
  rows(besides: tf.Tensor | undefined, input: () => StepInput, knobs: Knobs): tf.Tensor {
    const tracked = () => {
      const seen = input();
      return this.stacked(this.method.track?.(seen, knobs) ?? {}, seen.labels.shape[0] as number);
    };
    if (!besides || !this.isPartial) return besides ?? tracked();
    return this.quantities.length === 0 ? besides : tf.concat([tracked(), besides]);
  }

  /** [quantities, seeds]; a row of zeros where there is none, since a tensor on the GPU cannot be empty. */
  private stacked(values: Readonly<Record<string, tf.Tensor>>, seeds: number): tf.Tensor {
    const rows = this.quantities.map((name) => values[name] ?? tf.zeros([seeds]));
    return rows.length === 0 ? tf.zeros([1, seeds]) : tf.stack(rows);
  }
}

/** Which labeled samples are right, [seeds, batch]; of scenes the share of the anchors with an object whose best class is the object's. */
function rightOf({ student: { logits }, labels }: StepInput, matched: StepInput['matched']): tf.Tensor {
  if (!matched) return crossEntropy({ logits, labels }, { smoothing: 0 }).correct;
  const [seeds, batch, anchors, classes] = logits.shape as [number, number, number, number];
  const each = tf.reshape(tf.maximum(matched.targets, BACKGROUND), [seeds, batch * anchors]);
  const { correct } = crossEntropy(
    { logits: tf.reshape(detached(logits), [seeds, batch * anchors, classes]), labels: each },
    { smoothing: 0 },
  );
  const ofImage = (x: tf.Tensor) => tf.squeeze(sums(tf.reshape(x, [seeds, batch, anchors])), [2]);
  const objects = ofImage(tf.clipByValue(tf.add(each, 1), 0, 1));
  return tf.div(ofImage(correct), tf.maximum(objects, 1));
}
