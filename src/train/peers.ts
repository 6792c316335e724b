// Networks that train beside a student, on the same batches and in the same steps, and from which it learns meanwhile.
// To the lane their weights are parts of its method.
import type * as tf from '@tensorflow/tfjs-core';
import type { Network, Parameter, Trace } from '../nn/network.ts';

const nameOf = (peer: number, parameter: string) => `peer${peer + 1}.${parameter}`;

export const peerParameters = (peers: readonly Network[]): Parameter[] =>
  peers.flatMap(({ parameters }, i) =>
    parameters.map((parameter) => ({ ...parameter, name: nameOf(i, parameter.name) })),
  );

/** What they say of x, [seeds, batch, …]. They have no dropout. */
export const heardOf = (
  peers: readonly Network[],
  parts: Readonly<Record<string, tf.Tensor>>,
  x: tf.Tensor,
): Trace[] =>
  peers.map(({ parameters, apply }, i) => {
    const own = parameters.map(({ name }) => [name, parts[nameOf(i, name)] as tf.Tensor]);
    return apply(Object.fromEntries(own), x);
  });
