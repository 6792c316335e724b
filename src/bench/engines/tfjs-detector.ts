// A detector's step as a user of TensorFlow.js writes it with stock operations: RetinaNet's forward pass, and ADL beside the focal
// loss and the smooth L1 loss of the boxes.
import * as tf from '@tensorflow/tfjs-core';
import type { Workload } from '../workload.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;
/** Logits [batch, anchors, classes] and boxes [batch, anchors, 4]. */
export type Found = readonly [logits: tf.Tensor, boxes: tf.Tensor];

/** Filters in the shape that TensorFlow.js takes, [side, side, channels, filters]. */
export function filterShape(
  { net, shape }: Pick<Workload, 'net' | 'shape'>,
  name: string,
  [taps, filters]: readonly number[],
): number[] {
  const pyramid = Number(net.knobs.pyramid);
  const stage = /^stage(\d+)\.weight$/.exec(name)?.[1];
  const widths = [shape[2] as number, ...net.widths];
  if (!name.endsWith('.weight')) return [taps as number];
  if (stage) return [3, 3, widths[Number(stage) - 1] as number, filters as number];
  if (name.startsWith('lateral')) return [1, 1, taps as number, filters as number];
  return [3, 3, pyramid, filters as number];
}

export function find({ net, anchors, batch, classes }: Workload, w: Tensors, x: tf.Tensor): Found {
  const at = (name: string) => w[name] as tf.Tensor;
  const conv = (y: tf.Tensor, name: string, strides: number, activation: 'relu' | 'linear') =>
    tf.fused.conv2d({
      ...{ x: y as tf.Tensor4D, filter: at(`${name}.weight`) as tf.Tensor4D, bias: at(`${name}.bias`) },
      ...{ strides, activation },
      pad: name.startsWith('lateral') ? 0 : 1, // as ours; a stride of two and 'same' has its pixel of zeros on the far side
      dimRoundingMode: 'floor',
    });
  const stages: tf.Tensor4D[] = [];
  let y = x;
  for (const [i] of net.widths.entries()) {
    y = conv(y, `stage${i + 1}`, 2, 'relu');
    stages.push(y as tf.Tensor4D);
  }
  const { strides = [], size = 0 } = anchors ?? {};
  const levels: tf.Tensor4D[] = [];
  for (const [i, stride] of [...strides.entries()].toReversed()) {
    const own = stages.find((stage) => stage.shape[1] * stride === size) as tf.Tensor4D;
    const lateral = conv(own, `lateral${i + 1}`, 1, 'linear');
    const [above] = levels;
    levels.unshift(above ? tf.add(lateral, doubled(above)) : lateral);
  }
  const head = (name: string, numbers: number) =>
    tf.concat(
      levels.map((level) => {
        const out = conv(conv(level, `${name}.hidden`, 1, 'relu'), `${name}.out`, 1, 'linear');
        return tf.reshape(out, [batch, -1, numbers]);
      }),
      1,
    );
  return [head('class', classes), head('box', 4)];
}

/** Each pixel four times. */
function doubled(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const wide = tf.tile(tf.reshape(x, [batch * height * width, 1, channels]), [1, 2, 1]);
  const whole = tf.tile(tf.reshape(wide, [batch * height, 1, 2 * width * channels]), [1, 2, 1]);
  return tf.reshape(whole, [batch, 2 * height, 2 * width, channels]);
}

const [ALPHA, GAMMA, POWER, BEND] = [0.25, 2, 1.8, 1 / 9];

/** The loss of a student, given what anchors stand for, [batch, 5 · anchors], and the teacher's logits. */
export function detectorLoss(
  [logits, boxes]: Found,
  matches: tf.Tensor,
  teacher: tf.Tensor,
  lambda: number,
): tf.Scalar {
  const [batch, anchors, classes] = logits.shape as [number, number, number];
  const targets = tf.slice(matches, [0, 0], [batch, anchors]);
  const deltas = tf.reshape(tf.slice(matches, [0, anchors], [batch, 4 * anchors]), [batch, anchors, 4]);
  const isObject = tf.cast(tf.greaterEqual(targets, 0), 'float32');
  const counts = tf.cast(tf.greaterEqual(targets, -1), 'float32');
  const objects = tf.maximum(tf.sum(isObject), 1);

  const y = tf.cast(tf.equal(tf.expandDims(targets, 2), tf.range(0, classes)), 'float32');
  const ce = (q: tf.Tensor) => tf.sub(tf.softplus(logits), tf.mul(q, logits));
  const p = tf.sigmoid(logits);
  const missed = tf.add(tf.mul(y, tf.sub(1, p)), tf.mul(tf.sub(1, y), p));
  const share = tf.add(tf.mul(y, ALPHA), tf.mul(tf.sub(1, y), 1 - ALPHA));
  const focal = tf.mul(tf.mul(share, tf.pow(missed, GAMMA)), ce(y));
  const hard = tf.div(tf.sum(tf.mul(tf.sum(focal, 2), counts)), objects);

  const far = tf.abs(tf.sub(boxes, deltas));
  const near = tf.minimum(far, BEND);
  const each = tf.add(tf.div(tf.square(near), 2 * BEND), tf.sub(far, near));
  const box = tf.div(tf.sum(tf.mul(tf.sum(each, 2), isObject)), objects);

  const q = tf.sigmoid(teacher);
  const crossed = ce(q);
  const entropy = tf.sub(tf.softplus(teacher), tf.mul(q, teacher));
  const weight = tf.square(tf.sub(1, tf.exp(tf.neg(crossed)))); // β = 1, γ = 2
  const adaptive = tf.sum(tf.mul(weight, tf.sub(crossed, entropy)), 2);
  const mass = tf.maximum(tf.sum(tf.pow(q, POWER)), 1);
  const soft = tf.div(tf.sum(tf.mul(adaptive, counts)), mass);
  return tf.add(tf.add(hard, box), tf.mul(soft, lambda)) as tf.Scalar;
}
