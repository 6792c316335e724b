// How long each layer of a network takes for a batch, alone: its forward pass, with weights and inputs of its shapes.
import * as tf from '@tensorflow/tfjs-core';
import type { LayerTime } from '../contract/questions.ts';
import { timeAlone } from '../gpu/profile.ts';
import type { Network } from '../nn/network.ts';

/** A number that no layer makes special: neither 0 nor so small that it takes longer. */
const SOME = 0.5;

export async function layerTimes({ stages }: Network, batch: number): Promise<LayerTime[]> {
  const times: LayerTime[] = [];
  for (const { layer, input } of stages) {
    const x = tf.fill([1, batch, ...input], SOME);
    const params = Object.fromEntries(
      layer.parameters.map(({ name, shape }) => [name, tf.fill([1, ...shape], SOME)]),
    );
    try {
      const { ms, clock } = await timeAlone(() => layer.apply(params, x), [x, ...Object.values(params)]);
      times.push({ name: layer.row.name, ms, clock });
    } finally {
      tf.dispose([x, ...Object.values(params)]);
    }
  }
  return times;
}
