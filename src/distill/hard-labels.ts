// The term every method shares: cross-entropy with the labels there are.
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../nn/losses/cross-entropy.ts';
import type { StepInput } from './method.ts';

/**
 * Cross-entropy with the labels, [seeds, batch]. Samples without a label give 0 and the rest is scaled,
 * so that the runner's mean over the batch is the mean over the labeled samples.
 */
export function hardLabels({ student, labels, labelScale }: StepInput, smoothing: number): tf.Tensor {
  const { loss } = crossEntropy({ logits: student.logits, labels }, { smoothing });
  return labelScale === 1 ? loss : tf.mul(loss, labelScale);
}

/** The teacher's trace, or a sentence: a method that declares `needsTeacher` is never run without one. */
export function teacherOf({ teacher }: StepInput): NonNullable<StepInput['teacher']> {
  if (!teacher) throw new Error('This method learns from a teacher, and there is none.');
  return teacher;
}
