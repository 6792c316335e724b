// A weight of the visitor's own, for every sample: as a kernel of its own, and within the head of the loss. The
// mathematics is in the headings of the shaders; the text that may stand in them, in src/contract/own-code.ts.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/own-weight.wgsl?raw';
import headShader from '../../../shaders/own-weight-head.wgsl?raw';
import type { CodeProblem } from '../../contract/own-code.ts';
import { Backend } from '../../gpu/backend.ts';
import { defineKernel, type Host } from '../../gpu/kernel.ts';
import { readNow, readsAtOnce } from '../../gpu/readback.ts';
import { detached } from '../../nn/losses/detached.ts';
import { differentiated, HEAD_PARAMS, headCases } from './head.ts';
import { hostHead, labelTerm, logSoftmax, type RowTerm } from './head-host.ts';
import { weighBy } from './own-weight-eval.ts';
import { ofText, problemsOf, textOf, withText } from './own-weight-text.ts';
import { everySample, softTargets } from './soft-targets.ts';

/** What a lane without a text has: the weight of adaptive distillation. */
export const DEFAULT_TEXT = textOf(headShader);

const weigher = remembered(weighBy);
const composed = remembered((text) => withText(shader, text));
const composedHead = remembered((text) => withText(headShader, text));

/** Weights and faults of so many samples, one after another. */
function hostWeights(
  [gap, uncertainty, certainty]: readonly Float32Array[],
  elapsed: number,
  text = DEFAULT_TEXT,
): { weights: Float32Array; faults: Float32Array } {
  const weigh = weigher(text);
  const given = Float32Array.from(gap as Float32Array, (k, i) =>
    weigh(k, uncertainty?.[i] as number, certainty?.[i] as number, elapsed),
  );
  return {
    weights: given.map((w) => (Number.isFinite(w) ? w : 0)),
    faults: given.map((w) => Number(!Number.isFinite(w))),
  };
}

const kernel = defineKernel({
  name: 'own-weight',
  shader,
  composed,
  inputs: {
    gap: ['seeds', 'batch'],
    uncertainty: ['seeds', 'batch'],
    certainty: ['seeds', 'batch'],
    elapsed: ['1'],
  },
  outputs: { weights: ['seeds', 'batch'], faults: ['seeds', 'batch'] },
  saved: {},
  params: {},
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ gap, uncertainty, certainty, elapsed }, _, text) => {
    needsReading();
    const { weights, faults } = hostWeights(
      [gap, uncertainty, certainty].map(readNow),
      readNow(elapsed)[0] as number,
      text,
    );
    return { weights: tf.tensor(weights, gap.shape), faults: tf.tensor(faults, gap.shape) };
  },
  gradient: () => ({}),
  tolerance: 3e-6, // pow of the GPU
  cases: [1, 7, 64, 130].map((batch) => ({
    dims: { batch },
    fill: {
      gap: (i) => (i % 11) / 4,
      uncertainty: (i) => (i % 7) / 3,
      certainty: (i) => ((i % 5) + 1) / 5,
      elapsed: () => 0.25,
    },
  })),
});

/** `gap` k, `uncertainty` H, `certainty` max q, each [seeds, batch]; `elapsed` [1]. No gradient passes. */
export function ownWeight(
  given: Readonly<Record<'gap' | 'uncertainty' | 'certainty' | 'elapsed', tf.Tensor>>,
  text: string,
): { readonly weights: tf.Tensor; readonly faults: tf.Tensor } {
  const plain = Object.fromEntries(Object.entries(given).map(([name, t]) => [name, detached(t)]));
  return kernel(plain as typeof given, {}, text);
}

const headKernel = defineKernel({
  name: 'own-weight-head',
  shader: headShader,
  composed: composedHead,
  inputs: {
    student: ['seeds', 'batch', 'classes'],
    teacher: ['seeds', 'batch', 'classes'],
    labels: ['seeds', 'batch'],
    knobs: ['3'], // T, α, progress: in one tensor, or there would be nine storage buffers
  },
  outputs: {
    values: ['3', 'seeds', 'batch'],
    slope: ['seeds', 'batch', 'classes'],
    watched: ['2', 'seeds', 'batch'],
  },
  saved: {},
  params: HEAD_PARAMS,
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: ({ student, teacher, labels, knobs }, params, text) => {
    needsReading();
    const [T, alpha, progress] = readNow(knobs) as unknown as [number, number, number];
    const q = tf.softmax(tf.div(teacher, T));
    const entropy = tf.neg(tf.sum(tf.mul(q, tf.logSoftmax(tf.div(teacher, T))), -1));
    const temperature = everySample(tf.tensor1d([T]), labels);
    const lossOf = (logits: tf.Tensor) => softTargets({ student: logits, teacher, temperature }, {}).loss;
    const gap = tf.div(lossOf(student), T * T);
    const { weights, faults } = hostWeights([gap, entropy, tf.max(q, -1)].map(readNow), progress, text);
    const weight = tf.tensor(weights, gap.shape);
    const head = differentiated({ student, labels }, params, (logits, hard) => [
      tf.mul(hard, 1 - alpha),
      tf.mul(tf.mul(lossOf(logits), weight), alpha),
    ]);
    return { ...head, watched: tf.stack([weight, tf.tensor(faults, gap.shape)]) };
  },
  host: (given, { smoothing, labelScale }, text = DEFAULT_TEXT) => {
    const [T, alpha, progress] = given.knobs.values as unknown as [number, number, number];
    const weigh = weigher(text);
    const count = given.labels.values.length;
    const watched = new Float32Array(2 * count);
    let row = 0;
    const soft: RowTerm = ({ student, teacher }, slope) => {
      const [logP, logQ] = [logSoftmax(student, T), logSoftmax(teacher, T)];
      let [gap, entropy] = [0, 0];
      logQ.forEach((log, c) => {
        gap += Math.exp(log) * (log - (logP[c] as number));
        entropy -= Math.exp(log) * log;
      });
      const given = Math.fround(
        weigh(Math.max(gap, 0), Math.max(entropy, 0), Math.exp(Math.max(...logQ)), progress),
      );
      const sound = Number.isFinite(gap) && Number.isFinite(alpha) && Number.isFinite(T) && T > 0;
      const w = Number.isFinite(given) ? given : 0;
      watched[row] = sound ? w : 0;
      watched[count + row++] = Number(sound && !Number.isFinite(given));
      logQ.forEach((log, c) => {
        slope[c] = (slope[c] as number) + alpha * T * w * (Math.exp(logP[c] as number) - Math.exp(log));
      });
      return alpha * T * T * w * gap;
    };
    const head = hostHead(given as Readonly<Record<'student' | 'teacher' | 'labels', Host>>, (label) => [
      labelTerm(label, smoothing, (1 - alpha) * labelScale),
      soft,
    ]);
    return { ...head, watched };
  },
  gradient: () => ({}),
  tolerance: 3e-5, // as of adaptive
  cases: headCases({ knobs: (i) => [3, 0.7, 0.25][i] as number }),
});

/**
 * `student`, `teacher`: logits [seeds, batch, classes]; `labels` [seeds, batch], −1 for none; `temperature`, `share` (α)
 * and `progress` [1]. The terms are `hard` and `soft`; `watched` [2, seeds, batch] are the weights, and 1 where one was no number.
 */
export function ownWeightHead(
  {
    temperature,
    share,
    progress,
    ...rest
  }: Readonly<Record<'student' | 'teacher' | 'labels' | 'temperature' | 'share' | 'progress', tf.Tensor>>,
  params: Readonly<Record<keyof typeof HEAD_PARAMS, number>>,
  text: string,
) {
  return headKernel({ ...rest, knobs: tf.concat([temperature, share, progress]) }, params, text);
}

/** What is wrong with a text on the engine that runs; nothing when its kernels are compiled and ready. */
export async function compileText(text: string): Promise<CodeProblem[]> {
  const shaders = { 'own-weight-head': headShader, 'own-weight': shader };
  const problems = problemsOf(text, Object.values(shaders));
  const backend = tf.backend();
  if (problems.length > 0) return problems;
  if (!(backend instanceof Backend)) {
    if (readsAtOnce()) return [];
    return [{ line: 1, column: 1, says: ELSEWHERE }];
  }
  for (const [name, own] of Object.entries(shaders)) {
    const said = await backend.compile(name, withText(own, text));
    if (said.length > 0) return said.map((objection) => ofText(objection, own));
  }
  return [];
}

const ELSEWHERE = {
  en: 'A weight of your own needs WebGPU, WebAssembly or plain JavaScript; this engine, WebGL, runs none.',
  zh: '自定义权重需要 WebGPU、WebAssembly 或纯 JavaScript；当前引擎 WebGL 无法运行。',
};

function needsReading(): void {
  if (!readsAtOnce()) throw new Error(ELSEWHERE.en);
}

/** The last few results of a function of a text. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? make(text);
    known.delete(text);
    known.set(text, found);
    if (known.size > 16) known.delete(known.keys().next().value as string);
    return found;
  };
}
