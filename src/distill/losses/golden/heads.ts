// The heads taken for losses one by one, so that they are held to the same golden values.
import * as tf from '@tensorflow/tfjs-core';
import type { Head } from '../../method.ts';
import { adaptiveHead } from '../adaptive-head.ts';
import { labelHead } from '../label-head.ts';
import { pseudoLabelHead } from '../pseudo-label-head.ts';
import { softHead } from '../soft-head.ts';
import type { Losses } from './golden.ts';

/**
 * Term number `term` of a head, [1, rows], with the head's slope for its gradient. A row at a time, because a head
 * has one temperature for all. `student` is [1, rows, classes]; the gradient of the `others` is 0.
 */
function termOf(
  term: number,
  student: tf.Tensor,
  head: (row: (x: tf.Tensor) => tf.Tensor) => Head,
  ...others: tf.Tensor[]
): { loss: tf.Tensor } {
  const loss = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    const heads = Array.from({ length: student.shape[1] as number }, (_, r) =>
      head((x) => tf.slice(x, [0, r], [1, 1])),
    );
    save([
      tf.concat(
        heads.map(({ slope }) => slope),
        1,
      ),
    ]);
    return {
      value: tf.concat(
        heads.map(({ values }) => tf.squeeze(tf.slice(values, [term], [1]), [0])),
        1,
      ),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
        tf.mul(saved[0] as tf.Tensor, tf.expandDims(dy, -1)),
        ...others.map((x) => tf.zerosLike(x)),
      ],
    };
  });
  return { loss: loss(student, ...others) };
}

const one = (x: number): tf.Tensor => tf.tensor1d([x]);
const NONE = { smoothing: 0, labelScale: 1 };

type Given = Readonly<Record<'student' | 'teacher' | 'labels', tf.Tensor>>;

/** The cross-entropy as the hard term of a head, with a teacher that has no say. */
const hard =
  (head: (given: Given, params: typeof NONE) => Head): Losses['crossEntropy'] =>
  ({ logits, labels }, { smoothing }) =>
    termOf(0, logits, (row) =>
      head(
        { student: row(logits), teacher: row(tf.onesLike(logits)), labels: row(labels) },
        { smoothing, labelScale: 1 },
      ),
    );

const unlabeled = (teacher: tf.Tensor, student: tf.Tensor, row: (x: tf.Tensor) => tf.Tensor): Given => ({
  student: row(student),
  teacher: row(teacher),
  labels: tf.fill([1, 1], -1),
});

const pseudoHard = hard((given, params) => pseudoLabelHead({ ...given, share: one(0) }, params));
const pseudo: Losses['crossEntropy'] = ({ logits, labels }) => {
  const teacher = tf.oneHot(tf.cast(labels, 'int32'), logits.shape[2] as number, 1, 0, 'float32');
  return termOf(1, logits, (row) =>
    pseudoLabelHead({ ...unlabeled(teacher, logits, row), share: one(1) }, NONE),
  );
};

/** What each head gives of the losses: its hard term with α = 0, its other one with α = 1. */
export const BY_HEAD: Readonly<Record<string, Partial<Losses>>> = {
  'label-head': { crossEntropy: hard(labelHead) },
  'soft-head': {
    crossEntropy: hard((given, params) => softHead({ ...given, temperature: one(4), share: one(0) }, params)),
    softTargets: ({ student, teacher, temperature }) =>
      termOf(
        1,
        student,
        (row) =>
          softHead(
            {
              ...unlabeled(teacher, student, row),
              temperature: tf.reshape(row(temperature), [1]),
              share: one(1),
            },
            NONE,
          ),
        temperature,
      ),
  },
  'adaptive-head': {
    crossEntropy: hard((given, params) =>
      adaptiveHead(
        { ...given, beta: one(1), gamma: one(2), temperature: one(4), share: one(0) },
        { ...params, attached: 1, core: 0, mimic: 1 },
      ),
    ),
    adaptive: ({ student, teacher, ...knobs }, params) =>
      termOf(1, student, (row) =>
        adaptiveHead(
          { ...unlabeled(teacher, student, row), ...knobs, share: one(1) },
          { ...NONE, ...params },
        ),
      ),
  },
  'pseudo-label-head': {
    // Smoothed it is the hard term, else the label is the teacher's guess.
    crossEntropy: (inputs, { smoothing }) => (smoothing ? pseudoHard : pseudo)(inputs, { smoothing }),
  },
};
