// The baseline: the step as a user of TensorFlow.js writes it, with stock operations, on a stock backend. What a user
// could do beforehand is done beforehand: batches and one-hot labels lie on the device.
import * as tf from '@tensorflow/tfjs-core';
import { enterStock, type StockName } from '../stock.ts';
import type { Start, Trainer } from '../trainer.ts';
import { BETA2, EPSILON, type LaneKnobs, TRAINING, type Weights, type Workload } from '../workload.ts';
import { detectorLoss, filterShape, find } from './tfjs-detector.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

export const startTfjs =
  (name: StockName): Start =>
  async (workload, place) => {
    await enterStock(name, place);
    return new TfjsTrainer(workload, () => enterStock(name, place));
  };

class TfjsTrainer implements Trainer {
  private readonly teacher: Tensors;
  private readonly lanes: readonly Lane[];
  private readonly batches: readonly { readonly x: tf.Tensor; readonly target: tf.Tensor }[];
  private costs: readonly tf.Scalar[] = [];
  private taken = 0;

  constructor(
    private readonly workload: Workload,
    readonly enter: () => Promise<void>,
  ) {
    const { batch, shape, classes } = workload;
    this.teacher = tensorsOf(workload, workload.teacher);
    this.lanes = workload.lanes.map((knobs) => new Lane(workload, knobs));
    this.batches = workload.batches.map(({ x, labels, matches }) => ({
      x: tf.tensor(x, [batch, ...shape]),
      target: matches
        ? tf.tensor(matches, [batch, matches.length / batch])
        : tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32')),
    }));
  }

  steps(count: number): void {
    for (let k = 0; k < count; k++) this.step();
  }

  private step(): void {
    const { x, target } = this.batches[this.taken++ % this.batches.length] as (typeof this.batches)[number];
    tf.dispose([...this.costs]);
    this.costs = tf.tidy(() => {
      const { workload, teacher } = this;
      const logits = workload.anchors ? find(workload, teacher, x)[0] : forward(workload, teacher, x);
      return this.lanes.map((lane) => lane.step(x, target, logits));
    });
  }

  async loss(): Promise<number> {
    const values = await Promise.all(this.costs.map((cost) => cost.data()));
    return values.reduce((sum, [value]) => sum + (value as number), 0) / values.length;
  }

  dispose(): void {
    tf.dispose([...this.costs, ...Object.values(this.teacher)]);
    for (const lane of this.lanes) lane.dispose();
    for (const { x, target } of this.batches) tf.dispose([x, target]);
  }
}

/** One student with its optimizer. */
class Lane {
  private readonly variables: Readonly<Record<string, tf.Variable>>;
  private readonly list: tf.Variable[];
  private readonly optimizer = tf.train.adam(TRAINING.rate, TRAINING.momentum, BETA2, EPSILON);

  constructor(
    private readonly workload: Workload,
    private readonly knobs: LaneKnobs,
  ) {
    const first = tensorsOf(workload, workload.student);
    this.variables = Object.fromEntries(
      Object.entries(first).map(([name, value]) => [name, tf.variable(value)]),
    );
    this.list = Object.values(this.variables);
    tf.dispose(first);
  }

  /** The loss before the update. */
  step(x: tf.Tensor, target: tf.Tensor, teacherLogits: tf.Tensor): tf.Scalar {
    const { T, alpha } = this.knobs;
    if (this.workload.anchors) {
      const found = () => find(this.workload, this.variables, x);
      const cost = () => detectorLoss(found(), target, teacherLogits, alpha);
      return this.optimizer.minimize(cost, true, this.list) as tf.Scalar;
    }
    const softened = tf.div(teacherLogits, T);
    const q = tf.softmax(softened);
    const logQ = tf.logSoftmax(softened);
    const loss = () => {
      const logits = forward(this.workload, this.variables, x);
      const hard = tf.losses.softmaxCrossEntropy(target, logits);
      const logP = tf.logSoftmax(tf.div(logits, T));
      const soft = tf.mean(tf.sum(tf.mul(q, tf.sub(logQ, logP)), -1));
      return tf.add(tf.mul(hard, 1 - alpha), tf.mul(soft, alpha * T * T)) as tf.Scalar;
    };
    return this.optimizer.minimize(loss, true, this.list) as tf.Scalar;
  }

  dispose(): void {
    this.optimizer.dispose();
    tf.dispose(this.list);
  }
}

/** Weights in the shapes that TensorFlow.js takes: filters are [3, 3, channels, filters]. */
function tensorsOf(workload: Workload, weights: Weights): Record<string, tf.Tensor> {
  const { parameters, net, shape, anchors } = workload;
  const channels = [shape[2] as number, ...net.widths];
  return Object.fromEntries(
    parameters.map(({ name, shape: own }) => {
      const stage = net.model === 'cnn' ? /^stage(\d+)\.weight$/.exec(name) : null;
      if (anchors) return [name, tf.tensor(weights[name] as Float32Array, filterShape(workload, name, own))];
      const filters = stage ? [3, 3, channels[Number(stage[1]) - 1] as number, own[1] as number] : own;
      return [name, tf.tensor(weights[name] as Float32Array, [...filters])];
    }),
  );
}

/** [batch, …shape] → logits [batch, classes]. */
function forward({ net, batch }: Workload, w: Tensors, x: tf.Tensor): tf.Tensor {
  const at = (name: string) => w[name] as tf.Tensor;
  const dense = (y: tf.Tensor, name: string, activation: 'relu' | 'linear') =>
    tf.fused.matMul({
      a: y as tf.Tensor2D,
      b: at(`${name}.weight`) as tf.Tensor2D,
      bias: at(`${name}.bias`),
      activation,
    });
  if (net.model === 'mlp') {
    const hidden = (y: tf.Tensor, _: number, i: number) => dense(y, `stage${i + 1}`, 'relu');
    return dense(net.widths.reduce(hidden, tf.reshape(x, [batch, -1])), 'head', 'linear');
  }
  const normalised = net.knobs.norm === 'group';
  let y = x as tf.Tensor4D;
  net.widths.forEach((_, i) => {
    const name = `stage${i + 1}`;
    y = tf.fused.conv2d({
      x: y,
      filter: at(`${name}.weight`) as tf.Tensor4D,
      strides: 1,
      pad: 'same',
      bias: at(`${name}.bias`),
      activation: normalised ? 'linear' : 'relu',
    });
    if (normalised) y = tf.relu(groupNorm(y, at(`${name}.norm.scale`), at(`${name}.norm.shift`)));
    y = tf.maxPool(y, 2, 2, 'valid');
  });
  return dense(tf.mean(y, [1, 2]), 'head', 'linear');
}

const GROUPS = 4;
const VARIANCE_EPSILON = 1e-5;

/** Group normalisation of [batch, height, width, channels]. */
function groupNorm(x: tf.Tensor4D, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const grouped = tf.reshape(x, [batch, height * width, GROUPS, channels / GROUPS]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const normal = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, VARIANCE_EPSILON)));
  return tf.add(tf.mul(tf.reshape(normal, x.shape), scale), shift);
}
