// What the anchors of scenes stand for, as a table on the GPU: a row a sample, the targets of all anchors and then their deltas.
import * as tf from '@tensorflow/tfjs-core';
import type { AnchorSpec } from '../contract/cards.ts';
import { anchorsOf } from '../detect/anchors.ts';
import { match, NOT_COUNTED, type Truth } from '../detect/matching.ts';
import type { MatchedAnchors } from '../distill/method.ts';

/** Numbers an anchor: its target and four deltas. */
const EACH = 5;

/** The row of every scene, [scenes, 5 · anchors]; a scene that is null tells nothing: no anchor of it counts. */
export function rowsOf(spec: AnchorSpec, scenes: readonly (readonly Truth[] | null)[]): Float32Array {
  const anchors = anchorsOf(spec);
  const width = EACH * anchors.length;
  const rows = new Float32Array(scenes.length * width);
  scenes.forEach((truths, i) => {
    if (!truths) {
      rows.fill(NOT_COUNTED, i * width, i * width + anchors.length);
      return;
    }
    const { targets, deltas } = match(anchors, truths);
    rows.set(targets, i * width);
    rows.set(deltas, i * width + anchors.length);
  });
  return rows;
}

/** The same as a tensor. */
export function tableOf(spec: AnchorSpec, scenes: readonly (readonly Truth[] | null)[]): tf.Tensor {
  const rows = rowsOf(spec, scenes);
  return tf.tensor(rows, [scenes.length, rows.length / scenes.length]);
}

/**
 * Rows of a batch, [seeds, batch, 5 · anchors], as targets and deltas. Its first `labeled` scenes have labels; the others have
 * what `told` says of them, rows like these, or tell nothing, and then all their anchors are imitated.
 */
export function apart(rows: tf.Tensor, told: tf.Tensor | null, labeled: number): MatchedAnchors {
  const [seeds, batch, width] = rows.shape as [number, number, number];
  const anchors = width / EACH;
  const part = (of: tf.Tensor, from: number, count: number, at: number, size: number) =>
    tf.slice(of, [0, from, at], [seeds, count, size]);
  const known = part(rows, 0, labeled, 0, anchors);
  const own = part(rows, 0, labeled, anchors, 4 * anchors);
  const counts = (targets: tf.Tensor) => tf.clipByValue(tf.add(targets, -NOT_COUNTED), 0, 1);
  const pool = batch - labeled;
  if (pool === 0) return shaped(known, own, counts(known));
  if (told) {
    const targets = tf.concat([known, part(told, labeled, pool, 0, anchors)], 1);
    return shaped(
      targets,
      tf.concat([own, part(told, labeled, pool, anchors, 4 * anchors)], 1),
      counts(targets),
    );
  }
  return shaped(
    tf.concat([known, tf.fill([seeds, pool, anchors], NOT_COUNTED)], 1),
    tf.concat([own, tf.zeros([seeds, pool, 4 * anchors])], 1),
    tf.concat([counts(known), tf.ones([seeds, pool, anchors])], 1),
  );
}

const shaped = (targets: tf.Tensor, deltas: tf.Tensor, counted: tf.Tensor): MatchedAnchors => ({
  targets,
  deltas: tf.reshape(deltas, [...targets.shape, 4]),
  counted,
});

/** Of the first so many scenes of a batch. */
export function ofFirst({ targets, deltas, counted }: MatchedAnchors, count: number): MatchedAnchors {
  const first = (t: tf.Tensor) =>
    tf.slice(
      t,
      t.shape.map(() => 0),
      [t.shape[0] as number, count, ...t.shape.slice(2)],
    );
  return { targets: first(targets), deltas: first(deltas), counted: first(counted) };
}
