// Numbers put where they belong: a gradient beside its neighbours, so that one dispatch can take them all.
import * as tf from '@tensorflow/tfjs-core';
import shader from '../../../shaders/place.wgsl?raw';
import { PLACE } from '../../gpu/folding.ts';
import { defineUpdate } from '../../gpu/kernel.ts';

/** place ← source. A recording leaves it out where whoever computes the source can write it there. */
export const place = defineUpdate({
  name: PLACE,
  shader,
  inputs: { source: ['size'] },
  params: {},
  updates: { place: ['size'] },
  invocations: ({ size }) => size as number,
  reference: ({ source }) => ({ place: tf.clone(source) }),
  tolerance: 0,
});
